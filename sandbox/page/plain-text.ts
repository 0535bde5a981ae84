const MOST = 50_000
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const HIDING = new Set(['style', 'script', 'head', 'title', '!--'])
const LINES = new Set(['br', '/p', '/div', '/li', '/tr', '/h1', '/h2', '/h3', '/h4', '/blockquote', '/table'])

/**
 * What an HTML letter says, without what it looks like. Nothing in the answer is markup to be trusted: whoever
 * shows it has to show it as text. In one pass, because strangers write letters.
 */
export function plainText(source: string): string {
  const [first = '', ...pieces] = source.slice(0, MOST).replace(/\s+/g, ' ').split('<')
  let text = first
  let hiddenUntil = ''
  for (const piece of pieces) {
    const name = /^(!--|\/?[a-z][a-z\d]*)/i.exec(piece)?.[0].toLowerCase() ?? ''
    if (!hiddenUntil && HIDING.has(name)) hiddenUntil = name === '!--' ? '-->' : `/${name}`
    if (hiddenUntil === '-->' ? !piece.includes('-->') : hiddenUntil && name !== hiddenUntil) continue
    const end = hiddenUntil === '-->' ? piece.indexOf('-->') + 3 : piece.indexOf('>') + 1
    if (hiddenUntil) text += piece.slice(end)
    else if (!name) text += `<${piece}`
    else text += (LINES.has(name) ? '\n' : name === 'li' ? '\n• ' : '') + (end > 0 ? piece.slice(end) : '')
    hiddenUntil = ''
  }
  return text
    .replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => entity(name) ?? whole)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** As a mail program writes it: a new paragraph wherever a line is left empty. */
export const asHtmlMail = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
