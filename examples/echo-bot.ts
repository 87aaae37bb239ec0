// Says again what it is told. With a token of its person (Settings, Programs):  CHATAPP_TOKEN=… node examples/echo-bot.ts
import { createChatClient, onUnread } from '@chatapp/client'

const { CHATAPP_URL = 'http://localhost:3000', CHATAPP_TOKEN } = process.env
const client = createChatClient({
  baseUrl: CHATAPP_URL,
  headers: { authorization: `Bearer ${CHATAPP_TOKEN}` },
})

onUnread(client, ({ from, body }) => void client.send(from, `You said: ${body}`))
await client.start()
console.log(client.getSnapshot().me ? 'Listening. Ctrl+C ends it.' : 'This token is not good.')
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, client.stop)
