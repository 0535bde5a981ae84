import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import { TableFrame } from '../admin/table-frame.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { articleApi, type EditedArticle, versionsQuery } from './help-api.ts'

type Props = {
  article: EditedArticle
  onChanged: (article: EditedArticle) => Promise<void>
  onClose: () => void
}

/** What it said before. Going back makes a new version, so nothing is lost by it. */
export function VersionsSheet({ article, onChanged, onClose }: Props) {
  const { t } = useTranslation()
  const { data: versions, error, refetch } = useQuery(versionsQuery(article))
  const [busy, setBusy] = useState<number | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  async function restore(version: number) {
    setBusy(version)
    setFailure(null)
    try {
      await onChanged(await articleApi.restore(article, version))
      toast.done(t('help.restored', { version }))
      onClose()
    } catch (reason) {
      setFailure(reason)
      setBusy(null)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('help.versions')} lead={t('help.versionsLead')} isWide>
      {failure !== null && <Notice kind="error">{sentenceOf(failure, t('form.offline'))}</Notice>}
      {error && !versions && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !versions && <Waiting heights={[36, 36, 36]} gap={4} />}
      {versions && (
        <TableFrame label={t('help.versions')}>
          <table className={table.table}>
            <tbody>
              {versions.map(({ version, at, actor_name, title, restored }, place) => (
                <tr key={version}>
                  <th scope="row">{title}</th>
                  <td className={table.muted}>
                    <Moment at={at} />
                    {actor_name && ` · ${actor_name}`}
                    {restored !== null && ` · ${t('help.isRestored', { version: restored })}`}
                  </td>
                  <td className={table.right}>
                    {place > 0 && (
                      <Button isSmall isBusy={busy === version} onClick={() => void restore(version)}>
                        {t('help.restore')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Dialog>
  )
}
