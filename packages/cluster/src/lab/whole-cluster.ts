/** Everything at once: three database nodes, Redis, ChatApp's processes, a proxy before either. */
import { ownDatabase } from './database.ts'
import { Galera } from './galera.ts'
import { answerChecks } from './galera-check.ts'
import { type GaleraProxy, proxyToGalera } from './galera-proxy.ts'
import { labFolder } from './lab-folder.ts'
import { Nodes } from './nodes.ts'
import { startRedis } from './redis.ts'

export interface WholeCluster extends AsyncDisposable {
  readonly galera: Galera
  readonly galeraProxy: GaleraProxy
  readonly nodes: Nodes
  /** Past the proxy, to a node that is in step. */
  readonly databaseUrl: string
}

export async function startWholeCluster(nodeCount: number): Promise<WholeCluster> {
  await using opened = new AsyncDisposableStack()
  const lab = opened.use(labFolder())
  const galera = opened.use(await Galera.start(lab))
  opened.use(await answerChecks(galera.nodes))
  const galeraProxy = opened.use(await proxyToGalera(lab, galera.nodes))
  const redis = opened.use(await startRedis(lab))
  await galeraProxy.whenWriterIs('db1')
  const { url: databaseUrl } = await ownDatabase(`mysql://root@127.0.0.1:${galeraProxy.port}`)
  const nodes = opened.use(await Nodes.start(lab, { databaseUrl, redisUrl: redis.url, count: nodeCount }))
  const stack = opened.move()
  return { galera, galeraProxy, nodes, databaseUrl, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
