import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const tools = {
  mariadbd: 'mariadb-server',
  'mariadb-install-db': 'mariadb-server',
  mariadb: 'mariadb-client',
  '/usr/lib/galera/libgalera_smm.so': 'galera-4',
  rsync: 'rsync',
  haproxy: 'haproxy',
  'redis-server': 'redis-server',
}

/** @returns the Debian packages that have to be installed first. */
export function missingPackages(): string[] {
  // Servers live there, and not everyone looks for them.
  process.env.PATH = `${process.env.PATH}${delimiter}/usr/sbin`
  const folders = process.env.PATH.split(delimiter)
  const isThere = (tool: string) =>
    existsSync(tool) || folders.some((folder) => existsSync(join(folder, tool)))
  return [...new Set(allTools.filter((tool) => !isThere(tool)).map((tool) => tools[tool]))]
}

const allTools = Object.keys(tools) as (keyof typeof tools)[]
