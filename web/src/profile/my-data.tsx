import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PrivacyExport } from '../../../src/privacy/export.ts'
import { call, Problem } from '../api.ts'
import { useUser } from '../session.ts'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './profile.module.css'

const exportsKey = ['privacy-exports']
const readExports = async () =>
  (await call<{ items: PrivacyExport[] }>('GET', '/api/v1/privacy/exports')).items
/** Nobody waits here for it: a letter says when it is there. */
const LOOK_AGAIN_MS = 10_000

/** Everything that is kept about oneself, as a file to be asked for and fetched. */
export function MyData() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const user = useUser()
  const { data: all, error } = useQuery({
    queryKey: exportsKey,
    queryFn: readExports,
    refetchInterval: ({ state }) =>
      state.data?.some(({ ready_at }) => ready_at === null) ? LOOK_AGAIN_MS : false,
  })
  const ask = useMutation({
    mutationFn: () => call<PrivacyExport>('POST', '/api/v1/privacy/export'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: exportsKey }),
  })
  const isAsked = all?.some((one) => one.user_id === user?.id && one.ready_at === null) ?? false
  const failed = ask.error ?? error
  const day = (at: string) =>
    new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium' }).format(new Date(at))
  return (
    <>
      <ul className={styles.devices}>
        {all
          ?.filter(({ is_there }) => is_there)
          .map(({ id, user_id, requested_at, expires_at }) => (
            <li key={id}>
              <div className={styles.device}>
                <a href={`/api/v1/privacy/exports/${id}/file`}>
                  {t('profile.myData.fetch', { day: day(requested_at) })}
                  {/* Asked for on behalf of somebody else. */}
                  {user_id !== user?.id && ` · #${user_id}`}
                </a>
                {expires_at && <p>{t('profile.myData.until', { day: day(expires_at) })}</p>}
              </div>
            </li>
          ))}
      </ul>
      <div className={styles.after}>
        {isAsked ? (
          <p role="status">{t('profile.myData.asked')}</p>
        ) : (
          <Button isBusy={ask.isPending} onClick={() => ask.mutate()}>
            {t('profile.myData.ask')}
          </Button>
        )}
      </div>
      {failed && (
        <Notice kind="error">{(failed instanceof Problem && failed.message) || t('form.offline')}</Notice>
      )}
    </>
  )
}
