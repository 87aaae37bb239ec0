/** Pictures from outside become pictures of our own making, in libvips's own threads. */
import sharp from 'sharp'
import { Gate } from '../http/gate.ts'
import { refuseField } from '../http/refused.ts'

/** In pixels: enough for the largest one that is shown, on a screen of double density. */
const side = 256
/** A larger one is refused by its header, before anything of it is unpacked. */
const pixelsMax = 40_000_000
/** Each of them is up to ten megabytes in memory. */
const waitingMax = 8

/** What libvips may read, whatever else it knows: no SVG, which has scripts and files, and no PDF. */
const loaders = ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((name) => `VipsForeignLoad${name}Buffer`)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: loaders })
// One thread for a picture, and nothing kept of it: passwords are hashed by the same pool.
sharp.concurrency(1)
sharp.cache(false)

const gate = new Gate(1, waitingMax)

/**
 * The middle of a picture, upright, as WebP of 256 by 256 pixels; of an animation the first frame. Nothing else that
 * stood in the file comes along: no place, no camera, no thumbnail.
 * @throws Refused `validation_failed`: `empty`; `bad_format` for what is no picture, or a damaged one; `out_of_range`
 * for more than 40 megapixels. `unavailable` when too many wait.
 */
export async function toAvatar(bytes: Buffer): Promise<Buffer> {
  if (bytes.length === 0) throw refuseField('', 'empty')
  return gate.pass(async () => {
    const picture = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
    const { width, height } = await picture.metadata().catch(refuse)
    if (width * height > pixelsMax) throw refuseField('', 'out_of_range')
    return picture
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
      .catch(refuse)
  })
}

function refuse(): never {
  throw refuseField('', 'bad_format')
}
