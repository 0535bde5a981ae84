import type { ArticleLine, FaqGroup, FoundArticle, HelpCategory, ReadArticle } from '#src/help/article.ts'
import { escapeHtml } from '#src/html.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import {
  everyAddress,
  everyLanguage,
  FAQ_PATH,
  HELP_PATH,
  inLanguage,
  langOf,
  newTicketLine,
  type Page,
  searchForm,
} from './layout.ts'
import { PAGE_WORDS } from './words.ts'

type Home = { categories: HelpCategory[]; featured: ArticleLine[]; popular: ArticleLine[] }

export function homePage(locale: Locale, { categories, featured, popular }: Home): Page {
  const words = PAGE_WORDS[locale]
  const filled = categories.filter(({ articles }) => articles > 0)
  return {
    ...addressed(HELP_PATH, locale),
    locale,
    title: words.help,
    description: words.lead,
    body: `<h1>${words.help}</h1>
<p class="lead">${words.lead}</p>
${searchForm(locale)}
${featured.length > 0 ? `<h2>${words.featured}</h2>${lines(featured, locale)}` : ''}
${
  filled.length > 0
    ? `<h2>${words.subjects}</h2><ul class="subjects">${filled
        .map(
          ({ slug, label, articles }) =>
            `<li><a href="${escapeHtml(inLanguage(HELP_PATH, locale, { categoria: slug }))}">${escapeHtml(label)}</a> <span>${articles}</span></li>`,
        )
        .join('')}</ul>`
    : `<p>${words.nothing}</p>`
}
${popular.length > 0 ? `<h2>${words.popular}</h2>${lines(popular, locale)}` : ''}
<p class="still"><a href="${escapeHtml(inLanguage(FAQ_PATH, locale))}">${words.questions}</a></p>
${newTicketLine(locale)}`,
  }
}

type Listing = { name: string; query: Record<string, string>; items: ArticleLine[] }

/** Of one subject, or with one tag. */
export function listPage(locale: Locale, { name, query, items }: Listing): Page {
  const words = PAGE_WORDS[locale]
  return {
    ...addressed(HELP_PATH, locale, query),
    locale,
    title: name,
    description: words.lead,
    isIndexed: items.length > 0,
    body: `${wayBack(locale)}<h1>${escapeHtml(name)}</h1>
${items.length > 0 ? lines(items, locale) : `<p>${words.nothing}</p>`}
${newTicketLine(locale)}`,
  }
}

export function foundPage(locale: Locale, q: string, items: FoundArticle[]): Page {
  const words = PAGE_WORDS[locale]
  const heading = escapeHtml(words.found.replace('{q}', () => q))
  const list = items
    .map(
      ({ slug, locale: of, highlight }) =>
        `<li><a href="${escapeHtml(addressOf(slug, of, locale))}"${langOf(of, locale)}>${highlight.title}</a><p${langOf(of, locale)}>${highlight.excerpt}</p></li>`,
    )
    .join('')
  return {
    ...addressed(HELP_PATH, locale, { q }),
    locale,
    title: words.found.replace('{q}', () => q),
    description: words.lead,
    isIndexed: false,
    body: `${wayBack(locale)}<h1>${heading}</h1>
${searchForm(locale, q)}
${list ? `<ul class="lines">${list}</ul>` : `<p>${escapeHtml(words.notFound.replace('{q}', () => q))}</p>`}
${newTicketLine(locale)}`,
  }
}

/** In the language of the reader, around a text that may be in another. */
export function articlePage(locale: Locale, article: ReadArticle): Page {
  const words = PAGE_WORDS[locale]
  const addresses = Object.fromEntries(
    article.translations.map((one) => [one.locale, `${HELP_PATH}/${one.slug}`]),
  ) as Partial<Record<Locale, string>>
  const own = `${HELP_PATH}/${article.slug}`
  const date = new Date(article.updated_at)
  const day = date.toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const updated = `<time datetime="${date.toISOString().slice(0, 10)}">${escapeHtml(day)}</time>`
  return {
    locale,
    title: article.meta_title ?? article.title,
    description: article.meta_description ?? article.title,
    kind: 'article',
    canonical: own,
    alternates: addresses,
    languages: Object.fromEntries(
      LOCALES.map((one) => [one, addresses[one] ?? `${own}?lang=${one}`]),
    ) as Record<Locale, string>,
    body: `${wayBack(locale, article)}
<article${langOf(article.locale, locale)}>
<h1 dir="auto">${escapeHtml(article.title)}</h1>
<p class="lead"${langOf(locale, article.locale)}>${words.updated.replace('{date}', () => updated)}</p>
${article.locale === locale ? '' : `<p class="notice" lang="${locale}">${words.elsewhere}</p>`}
<div class="text" dir="auto">
${article.html}
</div>
</article>
${voteForm(locale, article)}
${newTicketLine(locale)}`,
  }
}

export function faqPage(locale: Locale, groups: FaqGroup[]): Page {
  const words = PAGE_WORDS[locale]
  const body = groups.map(
    ({ category, items }) => `<h2>${escapeHtml(category.label)}</h2>
${items
  .map(
    ({ slug, title, html, locale: of }) =>
      `<details id="${slug}"${langOf(of, locale)}><summary>${escapeHtml(title)}</summary><div class="text" dir="auto">${html}</div><p class="back"><a href="${escapeHtml(addressOf(slug, of, locale))}"${langOf(locale, of)}>${words.wasHelpful}</a></p></details>`,
  )
  .join('\n')}`,
  )
  return {
    ...addressed(FAQ_PATH, locale),
    locale,
    title: words.questions,
    description: words.lead,
    body: `${wayBack(locale)}<h1>${words.questions}</h1>
${body.length > 0 ? body.join('\n') : `<p>${words.noQuestions}</p>`}
${newTicketLine(locale)}`,
  }
}

const addressed = (path: string, locale: Locale, query: Record<string, string> = {}) => ({
  canonical: inLanguage(path, locale, query),
  alternates: everyAddress(path, query),
  languages: everyLanguage(path, query),
})

/** The page goes on in the reader's language. */
const addressOf = (slug: string, of: Locale, locale: Locale) =>
  of === locale ? `${HELP_PATH}/${slug}` : `${HELP_PATH}/${slug}?lang=${locale}`

const lines = (items: readonly ArticleLine[], locale: Locale) =>
  `<ul class="lines">${items
    .map(
      (item) =>
        `<li><a href="${escapeHtml(addressOf(item.slug, item.locale, locale))}"${langOf(item.locale, locale)}>${escapeHtml(item.title)}</a>${
          item.meta_description
            ? `<p${langOf(item.locale, locale)}>${escapeHtml(item.meta_description)}</p>`
            : ''
        }</li>`,
    )
    .join('')}</ul>`

const wayBack = (locale: Locale, article?: Pick<ReadArticle, 'category' | 'category_label' | 'kind'>) => {
  const home = `<a href="${escapeHtml(inLanguage(HELP_PATH, locale))}">${PAGE_WORDS[locale].allHelp}</a>`
  const subject =
    article?.kind === 'article'
      ? ` / <a href="${escapeHtml(inLanguage(HELP_PATH, locale, { categoria: article.category }))}">${escapeHtml(article.category_label)}</a>`
      : article
        ? ` / <a href="${escapeHtml(inLanguage(FAQ_PATH, locale))}">${PAGE_WORDS[locale].questions}</a>`
        : ''
  return `<p class="back">${home}${subject}</p>`
}

/** Shown by the script that sends it. */
const voteForm = (locale: Locale, { id, kind, my_vote }: ReadArticle) => {
  const words = PAGE_WORDS[locale]
  const button = (value: boolean, name: string) =>
    `<button type="button" data-helpful="${value}" aria-pressed="${my_vote === value}">${name}</button>`
  return `<section class="vote" hidden data-path="/api/v1/help/${kind === 'faq' ? 'faq' : 'articles'}/${id}/feedback" data-failed="${escapeHtml(words.failed)}" data-thanks="${escapeHtml(words.thanks)}">
<h2>${words.wasHelpful}</h2>
<p>${button(true, words.yes)} ${button(false, words.no)}</p>
<form hidden><label for="comment">${words.comment}</label><textarea id="comment" maxlength="2000" rows="3" dir="auto"></textarea><button>${words.send}</button></form>
<p role="status"></p>
</section>`
}
