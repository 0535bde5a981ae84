export type Called = { id: number; name: string }
type Piece = { text: string; who: number | null }

/** A text in pieces: those that call one of these people by name have whom. Of names that begin alike the longer one counts. */
export function piecesOf(text: string, people: readonly Called[]): Piece[] {
  const byLength = [...people].sort((one, other) => other.name.length - one.name.length)
  const pieces: Piece[] = []
  let from = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const person = byLength.find(({ name }) => name !== '' && isWhole(text, at, at + 1 + name.length, name))
    if (!person) continue
    const end = at + 1 + person.name.length
    if (at > from) pieces.push({ text: text.slice(from, at), who: null })
    pieces.push({ text: text.slice(at, end), who: person.id })
    from = end
    at = end - 1
  }
  if (from < text.length) pieces.push({ text: text.slice(from), who: null })
  return pieces
}

/** Not a part of an address or of a longer name. */
const isWhole = (text: string, at: number, end: number, name: string) =>
  text.startsWith(name, at + 1) &&
  !/[\p{L}\p{N}]$/u.test(text.slice(0, at)) &&
  !/^[\p{L}\p{N}]/u.test(text.slice(end))
