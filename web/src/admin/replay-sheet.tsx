import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { type EventFilter, eventCountQuery, syncApi } from './sync-api.ts'

type Props = { filter: EventFilter; onClose: () => void }

/** How many it would be, before they are looked at anew. */
export function ReplaySheet({ filter, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: found, error, refetch } = useQuery(eventCountQuery(filter))
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const number = (value: number) => new Intl.NumberFormat(currentLocale()).format(value)
  async function replay() {
    setIsBusy(true)
    setFailure(null)
    try {
      toast.done(t('admin.crm.replayed', { count: await syncApi.replayAll(filter) }))
      onClose()
    } catch (reason) {
      setFailure(reason)
    } finally {
      setIsBusy(false)
      await queryClient.invalidateQueries({ queryKey: ['sync'] })
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('admin.crm.replayAll')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          {found && found.replayable > 0 && (
            <Button look="primary" isBusy={isBusy} onClick={() => void replay()}>
              {t('admin.crm.replay')}
            </Button>
          )}
        </>
      }
    >
      {!found && !error && <Waiting heights={[48]} />}
      {error && !found && <Failure error={error} onRetry={() => void refetch()} />}
      {found && (
        <p>
          {found.is_more
            ? t('admin.crm.replayMost', { count: found.replayable, events: number(found.replayable) })
            : found.replayable > 0
              ? t('admin.crm.replayCount', { count: found.replayable, events: number(found.replayable) })
              : t('admin.crm.replayNone')}
        </p>
      )}
      {failure !== null && <Notice kind="error">{sentenceOf(failure, t('form.offline'))}</Notice>}
    </Dialog>
  )
}
