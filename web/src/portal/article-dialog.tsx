import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { answerOffer, articleQuery, type FoundArticle } from './suggest-api.ts'
import styles from './suggestions.module.css'

type Props = {
  article: FoundArticle
  draftId: string
  onDiscard: () => Promise<void>
  onClose: () => void
}

/** Read beside what is being written. If it solved the problem, the draft is offered to be discarded, and stays until somebody says so. */
export function ArticleDialog({ article, draftId, onDiscard, onClose }: Props) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(articleQuery(article))
  const [isSolved, setIsSolved] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    // Only counted: what somebody reads does not depend on it.
    answerOffer(article.id, draftId, 'opened').catch(() => undefined)
  }, [article.id, draftId])

  async function solve(): Promise<void> {
    setIsBusy(true)
    setFailure(null)
    try {
      await answerOffer(article.id, draftId, 'solved')
      setIsSolved(true)
    } catch (reason) {
      setFailure(reason)
    } finally {
      setIsBusy(false)
    }
  }
  if (isSolved)
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={t('suggest.thanks')}
        lead={t('suggest.thanksLead')}
        actions={
          <>
            <Button onClick={onClose}>{t('suggest.keep')}</Button>
            <Button look="primary" onClick={() => void onDiscard()}>
              {t('suggest.discard')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    )
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={article.title}
      actions={
        <>
          <Button onClick={onClose}>{t('suggest.keep')}</Button>
          <Button look="primary" isBusy={isBusy} onClick={() => void solve()}>
            {t('suggest.solved')}
          </Button>
        </>
      }
    >
      {failure !== null && <Notice kind="error">{sentenceOf(failure, t('form.offline'))}</Notice>}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Waiting heights={[24, 120, 120]} gap={8} />}
      {data && (
        <div
          className={styles.article}
          lang={data.locale}
          dir="auto"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the gateway lets through what is on its list, and no HTML that was typed
          dangerouslySetInnerHTML={{ __html: leadingElsewhere(data.html) }}
        />
      )}
      <p>
        <a href={`/ajuda/${article.slug}`} target="_blank" rel="noreferrer">
          {t('suggest.newTab')}
        </a>
      </p>
    </Dialog>
  )
}

/** A link in the text is no way out of the form. */
const leadingElsewhere = (html: string) => html.replaceAll('<a ', '<a target="_blank" ')
