import type { ArticleKind } from '#src/db/help-schema.ts'
import type { Locale } from '#src/locale.ts'

export type DemoText = { title: string; content: string; meta_description?: string }
export type DemoArticle = {
  kind: ArticleKind
  category: string
  tags: string[]
  isFeatured: boolean
  texts: Partial<Record<Locale, DemoText>>
}
