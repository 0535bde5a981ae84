const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A list repeats its element; undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlValue[] | { [name: string]: XmlValue }

export function xmlDocument(root: string, content: XmlValue, { namespace = NAMESPACE } = {}): string {
  const attribute = namespace && ` xmlns="${namespace}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inside(content)}</${root}>`
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('')
  return `<${name}>${inside(value)}</${name}>`
}

function inside(value: XmlValue): string {
  if (value === undefined) return ''
  if (typeof value !== 'object') return escapeXml(String(value))
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('')
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const SPECIAL = /[&<>"'\t\n\r]/g
// Not even escaped may these stand in XML 1.0; clients who want such keys ask for encoding-type=url.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escapeXml = (text: string) =>
  text.replace(IMPOSSIBLE, '\ufffd').replace(SPECIAL, (character) => ENTITIES[character] ?? character)

/** As S3 writes keys for `encoding-type=url`: like a form, with slashes as they are. */
export const urlEncodeKey = (key: string) =>
  encodeURIComponent(key)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
