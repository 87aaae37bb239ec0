/** To be run in a page: elements and attributes that this app never makes, so that somebody's text must have become them. */
export function intruders(): string[] {
  const foreign =
    'iframe, object, embed, base, style, math, details, template, video, audio, img, marquee, dialog, frameset, portal,' +
    'meta[http-equiv], body script, body link, body title, form:not(:has([data-composer]))'
  const addresses = [
    'href',
    'xlink:href',
    'src',
    'srcset',
    'action',
    'formaction',
    'data',
    'poster',
    'background',
  ]
  const isBad = ({ name, value, ownerElement }: Attr): boolean => {
    if (name.startsWith('on')) return true
    if (!addresses.includes(name)) return false
    const { protocol, origin } = new URL(value, location.href)
    if (ownerElement?.tagName === 'A') return !['http:', 'https:', 'mailto:'].includes(protocol)
    return origin !== location.origin && protocol !== 'blob:'
  }
  return [...document.querySelectorAll('*')]
    .filter((element) => element.matches(foreign) || [...element.attributes].some(isBad))
    .map(({ outerHTML }) => outerHTML.slice(0, 200))
}
