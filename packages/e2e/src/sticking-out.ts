/**
 * To be run in a page: what makes it, or a part of it, scroll sideways, and what is drawn past its sides. Text that a box
 * cuts off is not: it ends in an ellipsis.
 */
export function stickingOut(): string[] {
  const found: string[] = []
  const { clientWidth } = document.documentElement
  for (const element of document.querySelectorAll<HTMLElement>('html, html *')) {
    const { overflowX, position } = getComputedStyle(element)
    const name = `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`
    const isBox = element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
    if (isBox && element.tagName !== 'TEXTAREA' && element.scrollWidth > element.clientWidth)
      found.push(`${name} scrolls sideways by ${element.scrollWidth - element.clientWidth} px`)
    const { left, right, width } = element.getBoundingClientRect()
    const isCut = element.parentElement?.closest('.truncate, .sr-only') || element.matches('.sr-only')
    if (isCut || width <= 1 || (position === 'fixed' && !element.checkVisibility())) continue
    if (left < -0.5 || right > clientWidth + 0.5) found.push(`${name} is drawn from ${left} to ${right}`)
  }
  return found
}
