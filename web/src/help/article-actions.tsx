import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { titleOf } from './article-values.ts'
import { type ArticleMove, articleApi, type EditedArticle } from './help-api.ts'
import type { Unsaved } from './use-unsaved.ts'
import { VersionsSheet } from './versions-sheet.tsx'

type Props = {
  article: EditedArticle
  unsaved: Unsaved
  onChanged: (article: EditedArticle) => Promise<void>
}

const MOVES: Record<EditedArticle['status'], readonly ArticleMove[]> = {
  draft: ['publish'],
  published: ['unpublish', 'archive'],
  archived: ['unpublish', 'publish'],
}

/** What can be done with it as it stands. */
export function ArticleActions({ article, unsaved, onChanged }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const user = useUser()
  const [open, setOpen] = useState<'versions' | 'delete' | null>(null)
  const [busy, setBusy] = useState<ArticleMove | null>(null)
  // It would be another version then, and what is written belongs to this one.
  const mustSave = () => {
    if (unsaved.isThere()) toast.error(t('help.unsaved.saveFirst'))
    return unsaved.isThere()
  }
  async function move(name: ArticleMove) {
    if (mustSave()) return
    setBusy(name)
    try {
      await onChanged(await articleApi.move(article, name))
      toast.done(t(`help.moved.${name}`))
    } catch (error) {
      toast.error(sentenceOf(error, t('form.offline')))
    } finally {
      setBusy(null)
    }
  }
  const search = article.kind === 'faq' ? { kind: article.kind } : {}
  return (
    <>
      <Button isSmall onClick={() => mustSave() || setOpen('versions')}>
        {t('help.versions')}
      </Button>
      {user?.role === 'admin' && article.status !== 'published' && (
        <Button isSmall onClick={() => setOpen('delete')}>
          {t('help.delete')}
        </Button>
      )}
      {MOVES[article.status].map((name) => (
        <Button
          key={name}
          isSmall
          look={name === 'publish' ? 'primary' : 'plain'}
          isBusy={busy === name}
          onClick={() => void move(name)}
        >
          {t(`help.moves.${name}`)}
        </Button>
      ))}
      {open === 'versions' && (
        <VersionsSheet article={article} onChanged={onChanged} onClose={() => setOpen(null)} />
      )}
      {open === 'delete' && (
        <Confirm
          title={t('help.deleteTitle', { title: titleOf(article) })}
          lead={t('help.deleteLead')}
          action={t('help.delete')}
          isDangerous
          onConfirm={async () => {
            await articleApi.drop(article)
            unsaved.forget()
            await navigate({ to: '/artigos', search })
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
