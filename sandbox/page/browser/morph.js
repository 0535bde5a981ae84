/**
 * Makes `from` look like `to`, and leaves alone whatever already does: so the focus, the scrolling, what was typed
 * and what was opened stay as the person has them. What belongs to the script alone bears data-keep.
 */
export function morph(from, to) {
  if (from.isEqualNode(to)) return
  if (from.nodeType !== Node.ELEMENT_NODE) from.data = to.data
  else if (from.dataset.keep === undefined) {
    morphAttributes(from, to)
    morphChildren(from, to)
  }
}

const keyOf = (node) => node.id || node.dataset?.key || ''
const isSame = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other)

function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) {
    // Whether a part is open is the person's own affair.
    if (name !== 'open' && from.getAttribute(name) !== value) from.setAttribute(name, value)
  }
  for (const { name } of [...from.attributes]) {
    if (name !== 'open' && !to.hasAttribute(name)) from.removeAttribute(name)
  }
}

function morphChildren(from, to) {
  const wanted = [...to.childNodes]
  const keys = new Set(wanted.map(keyOf))
  const known = new Map([...from.children].map((child) => [keyOf(child), child]))
  known.delete('')
  let place = from.firstChild
  for (const node of wanted) {
    // First what is gone: then those behind it need not be moved, and keep the focus.
    while (place && keyOf(place) && !keys.has(keyOf(place))) place = removed(place)
    const there = known.get(keyOf(node)) ?? place
    if (!there || !isSame(there, node)) from.insertBefore(node, place)
    else if (there === place) {
      place = place.nextSibling
      morph(there, node)
    } else {
      from.insertBefore(there, place)
      morph(there, node)
    }
  }
  while (place) place = removed(place)
}

function removed(node) {
  const next = node.nextSibling
  node.remove()
  return next
}
