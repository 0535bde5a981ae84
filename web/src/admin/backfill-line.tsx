import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { useSaidOfBackfill } from './backfill-words.ts'
import styles from './backfills.module.css'
import { type BackfillStatus, syncApi } from './sync-api.ts'

type Props = { backfill: BackfillStatus; isCrmUp: boolean; onBegin: () => void }

export function BackfillLine({ backfill, isCrmUp, onBegin }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const said = useSaidOfBackfill(backfill, isCrmUp)
  const { pipeline_id, state, since, done, total } = backfill
  const goOn = useMutation({
    mutationFn: () => syncApi.backfill({ pipeline_id, ...(since && { since }) }),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sync'] }),
  })
  const name = t('admin.backfill.pipeline', { pipeline: pipeline_id })
  const percent = new Intl.NumberFormat(currentLocale(), { style: 'percent' })
  const isShown = state === 'running' || state === 'broken-off'
  return (
    <li className={styles.backfill}>
      <div className={styles.text}>
        <strong>
          {name}
          {isShown && total > 0 && ` · ${percent.format(Math.floor((done / total) * 100) / 100)}`}
        </strong>
        {isShown && (
          <progress
            className={styles.bar}
            aria-label={name}
            max={1}
            {...(total > 0 && { value: done / total })}
          />
        )}
        <span className={styles.how}>{said}</span>
      </div>
      {state === 'broken-off' ? (
        <Button isSmall isBusy={goOn.isPending} onClick={() => goOn.mutate()}>
          {t('admin.backfill.goOn')}
        </Button>
      ) : (
        (state === 'never' || state === 'done') && (
          <Button isSmall onClick={onBegin}>
            {t(state === 'never' ? 'admin.backfill.begin' : 'admin.backfill.again')}
          </Button>
        )
      )}
    </li>
  )
}
