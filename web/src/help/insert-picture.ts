/** A picture stands by itself, between two empty lines; `at` is behind it. */
export function insertPicture(text: string, at: number, markdown: string): { text: string; at: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const lead = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  const trail = after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n'
  const written = `${before}${lead}${markdown}`
  return { text: `${written}${trail}${after}`, at: written.length }
}
