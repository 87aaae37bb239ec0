import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const red = { r: 200, g: 30, b: 30 }
const blue = { r: 30, g: 30, b: 200 }
const plain = (width: number, height: number, background = red) =>
  sharp({ create: { width, height, channels: 3, background } })
const noise = (side: number) =>
  sharp(randomBytes(side * side * 4), { raw: { width: side, height: side, channels: 4 } })
/** Red above, blue below. */
const twoHalves = () =>
  plain(300, 300).composite([
    { input: { create: { width: 300, height: 150, channels: 3, background: blue } }, top: 150, left: 0 },
  ])

const put = (bytes: Buffer, type = 'image/png', who = ana) =>
  who.call('setAvatar', { body: new Blob([new Uint8Array(bytes)], { type }) })
const fetchAs = (who: TestPerson, url: string) => who.request<Uint8Array>('GET', url)

/** Sets it, and gives what everybody gets to see. */
async function kept(bytes: Buffer, type?: string) {
  const { status, body, problem } = await put(bytes, type)
  expect(status, JSON.stringify(problem)).toBe(200)
  return (await fetchAs(ben, body.avatarUrl!)).body
}

async function colourAt(bytes: Uint8Array, left: number, top: number) {
  const [r, , b] = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer()
  return r! > b! ? 'red' : 'blue'
}

test.each([
  ['png', 'image/png', () => plain(800, 600).png()],
  ['jpeg', 'image/jpeg', () => plain(1200, 400).jpeg()],
  ['webp', 'image/webp', () => plain(400, 1200).webp()],
  ['gif', 'image/gif', () => plain(64, 64).gif()],
  ['a png of one pixel', 'image/png', () => plain(1, 1).png()],
  ['a png under another of the types', 'image/jpeg', () => plain(300, 300).png()],
  ['a jpeg of four inks', 'image/jpeg', () => plain(300, 300).toColourspace('cmyk').jpeg()],
  ['noise that is hard to pack', 'image/png', () => noise(256).png()],
  ['forty megapixels', 'image/png', () => plain(8000, 5000).png()],
] as const)('%s becomes a square of our own making', async (_, type, make) => {
  const bytes = await kept(await make().toBuffer(), type)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  expect(bytes.length).toBeLessThan(200_000)
})

test('everybody who is signed in gets it, and nobody else', async () => {
  const { body } = await put(await plain(300, 300).png().toBuffer())
  const { avatarUrl } = body
  expect(avatarUrl).toMatch(/^\/api\/v1\/avatars\/[\w-]{22}$/)
  expect((await ana.call('getMe')).body).toEqual(body)
  expect((await signIn(server, 'ana')).me).toEqual(body)
  expect((await ben.call('getUser', { params: { username: 'ana' } })).body.avatarUrl).toBe(avatarUrl)
  expect((await ben.call('listUsers', { query: { q: 'ana' } })).body.items[0]!.avatarUrl).toBe(avatarUrl)

  const { status, headers } = await fetchAs(ben, avatarUrl!)
  expect(status).toBe(200)
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  expectRefusal(await fetchAs(server.stranger(), avatarUrl!), 'unauthenticated')
})

test('another one has another address, and what is gone is gone', async () => {
  const picture = await plain(300, 300).png().toBuffer()
  const first = (await put(picture)).body.avatarUrl!
  const second = (await put(picture)).body.avatarUrl!
  expect(second).not.toBe(first)
  expectRefusal(await fetchAs(ben, first), 'not_found')
  expect((await fetchAs(ben, second)).status).toBe(200)

  expect((await ana.call('removeAvatar')).body.avatarUrl).toBeNull()
  expectRefusal(await fetchAs(ben, second), 'not_found')
  expect((await ana.call('removeAvatar')).body.avatarUrl).toBeNull()
  expect(await server.app.storage.db.selectFrom('avatars').select('id').execute()).toEqual([])
  for (const id of ['%2e%2e%2fme', 'x'.repeat(21), '%00'.repeat(22), "' or 1=1 --          "])
    expect((await ben.request('GET', `/api/v1/avatars/${id}`)).status).toBeOneOf([404, 422])
})

test('of two at once one is kept', async () => {
  const pictures = await Promise.all(
    [plain(300, 300), plain(300, 300, blue)].map((one) => one.png().toBuffer()),
  )
  expect((await Promise.all(pictures.map((one) => put(one)))).map(({ status }) => status)).toEqual([200, 200])
  const { avatarUrl } = (await ana.call('getMe')).body
  expect((await fetchAs(ben, avatarUrl!)).status).toBe(200)
  expect(await server.app.storage.db.selectFrom('avatars').select('id').execute()).toHaveLength(1)
})

test('where and with what a picture was taken does not come along', async () => {
  const taken = await plain(400, 300)
    .jpeg()
    .withExif({
      IFD0: { Make: 'A telling camera', Copyright: 'Ana Kovač' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
    })
    .withXmp('<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/">a secret place</x:xmpmeta>')
    .toBuffer()
  for (const secret of ['A telling camera', 'Exif', 'a secret place'])
    expect(taken.includes(secret)).toBe(true)
  const bytes = Buffer.from(await kept(taken, 'image/jpeg'))
  for (const secret of ['telling', 'Kovač', 'Exif', 'EXIF', 'GPS', 'XMP', 'secret', 'ICCP'])
    expect(bytes.includes(secret), secret).toBe(false)
  const { exif, xmp, iptc, icc } = await sharp(bytes).metadata()
  expect({ exif, xmp, iptc, icc }).toEqual({
    exif: undefined,
    xmp: undefined,
    iptc: undefined,
    icc: undefined,
  })
})

test('a picture taken with the camera on its side stands upright', async () => {
  // 6: turned by a quarter; what was above is to the right.
  const onItsSide = await twoHalves().withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const bytes = await kept(onItsSide, 'image/jpeg')
  expect(await colourAt(bytes, 200, 128)).toBe('red')
  expect(await colourAt(bytes, 50, 128)).toBe('blue')
  const upright = await kept(await twoHalves().png().toBuffer())
  expect(await colourAt(upright, 128, 50)).toBe('red')
  expect(await colourAt(upright, 128, 200)).toBe('blue')
})

test('of an animation the first frame is kept, and of a wide picture its middle', async () => {
  const frames = await Promise.all(
    [plain(100, 100), plain(100, 100, blue)].map((one) => one.png().toBuffer()),
  )
  const animated = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100] })
    .toBuffer()
  expect((await sharp(animated).metadata()).pages).toBe(2)
  const bytes = await kept(animated, 'image/gif')
  expect((await sharp(bytes).metadata()).pages).toBeUndefined()
  expect(await colourAt(bytes, 128, 128)).toBe('red')

  const edge = { create: { width: 90, height: 100, channels: 3, background: blue } } as const
  const wide = plain(300, 100).composite([
    { input: edge, left: 0, top: 0 },
    { input: edge, left: 210, top: 0 },
  ])
  const middle = await kept(await wide.png().toBuffer())
  for (const left of [5, 128, 250]) expect(await colourAt(middle, left, 128)).toBe('red')
})

test('what is no picture, or a damaged one, is refused and changes nothing', async () => {
  const whole = await noise(512).png().toBuffer()
  const photo = await noise(512).removeAlpha().jpeg().toBuffer()
  const { avatarUrl } = (await put(whole)).body
  const damaged = Buffer.from(whole)
  damaged.fill(0x55, 10_000, 10_200)
  const bad: Record<string, Buffer> = {
    'half a png': whole.subarray(0, whole.length / 2),
    'the head of a png': whole.subarray(0, 40),
    'a damaged png': damaged,
    'half a jpeg': photo.subarray(0, photo.length / 2),
    'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'a drawing': Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
    ),
    'a tiff': await plain(100, 100).tiff().toBuffer(),
    'an avif': await plain(64, 64).avif().toBuffer(),
    'a magic word alone': Buffer.from('89504e470d0a1a0a', 'hex'),
    'a script that says it is a gif': Buffer.from('GIF89a/*\0\0\0\0\0\0\0*/=1;alert(1)'),
    noise: randomBytes(5000),
  }
  for (const [what, bytes] of Object.entries(bad)) {
    const answer = await put(bytes)
    expect(answer.status, what).toBe(422)
    expectRefusal(answer, 'validation_failed', ['', 'bad_format'])
  }
  for (const bytes of [pngOf(60_000, 60_000), await plain(8001, 5000).png().toBuffer()])
    expectRefusal(await put(bytes), 'validation_failed', ['', 'out_of_range'])
  expectRefusal(await put(Buffer.alloc(0)), 'validation_failed', ['', 'empty'])
  expect((await ana.call('getMe')).body.avatarUrl).toBe(avatarUrl)
  expect((await fetchAs(ben, avatarUrl!)).status).toBe(200)
})

/** A small file that says it is a large picture. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
