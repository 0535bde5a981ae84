import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { eventQuery, syncApi } from './sync-api.ts'
import styles from './sync-part.module.css'

/** An event as it came, without its token. */
export function EventSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: event, error, refetch } = useQuery(eventQuery(id))
  const replay = useMutation({
    mutationFn: () => syncApi.replay(id),
    onSuccess: () => toast.done(t('admin.crm.replayed', { count: 1 })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sync'] }),
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={event?.name ?? t('admin.crm.event')}
      isWide
      actions={
        event && (
          <Button look="primary" isBusy={replay.isPending} onClick={() => replay.mutate()}>
            {t('admin.crm.replay')}
          </Button>
        )
      }
    >
      {event && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which a keyboard can do only from within
        <pre className={styles.body} tabIndex={0}>
          {event.body}
        </pre>
      )}
      {!event && !error && <Waiting heights={[160]} />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {replay.error && <Notice kind="error">{sentenceOf(replay.error, t('form.offline'))}</Notice>}
    </Dialog>
  )
}
