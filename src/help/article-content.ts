import type { ArticleContent, ArticleKind, ArticleText } from '#src/db/help-schema.ts'
import { DomainError, type FieldProblem } from '#src/errors.ts'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '#src/locale.ts'
import type { ArticleChange, TextBody } from './article-body.ts'
import { isSlug, slugOf } from './slug.ts'

/** `slug` null: to be made of the title. */
export type WantedText = Omit<ArticleText, 'slug'> & { slug: string | null }
export type WantedTexts = Partial<Record<Locale, WantedText>>

/** What it says in each language after the change; throws where one would be half a text, or none would be left. */
export function textsAfter(before: ArticleContent['texts'], change: ArticleChange): WantedTexts {
  const wanted: WantedTexts = { ...before }
  const problems: FieldProblem[] = []
  for (const { locale, path, body } of textsIn(change)) {
    if (body === null) {
      delete wanted[locale]
      continue
    }
    const { title, content, slug, meta_title, meta_description } = body
    const text = {
      title: title ?? before[locale]?.title ?? '',
      body: content ?? before[locale]?.body ?? '',
      slug: slug ?? before[locale]?.slug ?? null,
      metaTitle: meta_title === undefined ? (before[locale]?.metaTitle ?? null) : meta_title || null,
      metaDescription:
        meta_description === undefined ? (before[locale]?.metaDescription ?? null) : meta_description || null,
    }
    if (text.title === '') problems.push({ in: 'body', path: [...path, 'title'], rule: 'required' })
    if (text.body.trim() === '') problems.push({ in: 'body', path: [...path, 'content'], rule: 'required' })
    wanted[locale] = text
  }
  if (problems.length === 0 && Object.keys(wanted).length === 0)
    problems.push(
      ...['title', 'content'].map((field) => ({
        in: 'body' as const,
        path: [field],
        rule: 'required' as const,
      })),
    )
  if (problems.length > 0) throw new DomainError('invalid-request', {}, { fields: problems })
  return wanted
}

type Given = { locale: Locale; path: string[]; body: TextBody | null }

function textsIn({ texts = {}, locale = DEFAULT_LOCALE, ...flat }: ArticleChange): Given[] {
  const { title, content, slug, meta_title, meta_description } = flat
  const ofOne = { title, content, slug, meta_title, meta_description }
  const isSaid = Object.values(ofOne).some((value) => value !== undefined)
  return [
    ...LOCALES.flatMap((one) => {
      const body = texts[one]
      return body === undefined ? [] : [{ locale: one, path: ['texts', one], body }]
    }),
    ...(isSaid ? [{ locale, path: [], body: ofOne }] : []),
  ]
}

/** Of a text that was given none, the first of these that nobody has. */
export function* slugsFor({ title }: Pick<WantedText, 'title'>, kind: ArticleKind): Generator<string> {
  const made = slugOf(title)
  const slug = isSlug(made) ? made : kind === 'faq' ? 'pergunta' : 'artigo'
  yield slug
  for (let n = 2; ; n++) yield `${slug}-${n}`
}

/** Of a language taken away, or said anew, whatever order its fields stand in. */
export const isSameContent = (one: ArticleContent, other: ArticleContent) =>
  JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ category, tags, texts }: ArticleContent) => [
  category,
  tags,
  LOCALES.map((locale) => {
    const text = texts[locale]
    return text ? [text.slug, text.title, text.metaTitle, text.metaDescription, text.body] : null
  }),
]
