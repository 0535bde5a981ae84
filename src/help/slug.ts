/** How a text is called in addresses. */

export const LONGEST_SLUG = 120
const PATTERN = /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/
/** Pages beside the articles. */
const RESERVED = new Set(['perguntas', 'busca'])

/** Never a number, for by those articles are known too. */
export const isSlug = (text: string) =>
  text.length <= LONGEST_SLUG && PATTERN.test(text) && !RESERVED.has(text)

/** Of a title, whatever its letters; empty where it has none that we know. */
export function slugOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[а-яё]/g, (letter) => RUSSIAN[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
  const words = plain.match(/[a-z0-9]+/g) ?? []
  let slug = ''
  for (const word of words) {
    if (slug.length + word.length + 1 > 80) break
    slug = slug ? `${slug}-${word}` : word
  }
  return slug || (words[0]?.slice(0, 80) ?? '')
}

const LETTERS =
  'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya'
const RUSSIAN: Record<string, string> = Object.fromEntries(
  [...LETTERS.matchAll(/(\S) (\S+)/g)].map(([, letter, latin = '']) => [letter, latin.replace('_', '')]),
)
