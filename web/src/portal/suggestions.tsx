import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../shell/settled.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/toast.ts'
import { ArticleDialog } from './article-dialog.tsx'
import { type FoundArticle, suggestionsQuery } from './suggest-api.ts'
import styles from './suggestions.module.css'

const SETTLED_MS = 300

type Props = {
  title: string
  text: string
  draftId: string
  onDiscard: () => void
}

/** What may spare them the ticket that they are writing; it comes while they type and takes nothing from them. */
export function Suggestions({ title, text, draftId, onDiscard }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const written = { title: useSettled(title, SETTLED_MS), text: useSettled(text, SETTLED_MS), draftId }
  const { data } = useQuery({ ...suggestionsQuery(written), placeholderData: keepPreviousData })
  const [open, setOpen] = useState<FoundArticle | null>(null)
  const { articles = [], tickets = [] } = data ?? {}
  const count = articles.length
  useEffect(() => {
    if (count > 0) announce(t('suggest.found', { count }))
  }, [count, t])

  async function discard(): Promise<void> {
    onDiscard()
    await navigate({ to: '/chamados' })
    toast.done(t('suggest.discarded'))
  }
  return (
    <>
      {(articles.length > 0 || tickets.length > 0) && (
        <aside className={styles.aside} aria-label={t('suggest.title')}>
          {tickets.length > 0 && (
            <section className={styles.already}>
              <h2>{t('suggest.already')}</h2>
              <p>{t('suggest.alreadyLead')}</p>
              <ul>
                {tickets.map(({ id, ticket_number: number, title }) => (
                  <li key={id}>
                    <Link to="/chamados/$ticketId" params={{ ticketId: String(id) }} dir="auto">
                      {t('suggest.alreadyLink', { number, title })}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {articles.length > 0 && (
            <section>
              <h2>{t('suggest.title')}</h2>
              <ul>
                {articles.map((article) => (
                  <li key={article.id}>
                    <button type="button" lang={article.locale} dir="auto" onClick={() => setOpen(article)}>
                      {article.title}
                    </button>
                    {article.meta_description && (
                      <p lang={article.locale} dir="auto">
                        {article.meta_description}
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </aside>
      )}
      {open && (
        <ArticleDialog article={open} draftId={draftId} onDiscard={discard} onClose={() => setOpen(null)} />
      )}
    </>
  )
}
