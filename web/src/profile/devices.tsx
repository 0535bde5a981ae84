import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, Problem, type SessionInfo } from '../api.ts'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { describeTime } from '../ui/time.ts'
import styles from './profile.module.css'
import { readUserAgent } from './user-agent.ts'

export const sessionsKey = ['sessions']

/** Where one is signed in, with a button to end each. */
export function Devices() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: sessions, error, refetch } = useQuery({ queryKey: sessionsKey, queryFn: api.sessions })
  const end = useMutation({
    mutationFn: (id: string | 'others') => (id === 'others' ? api.endOtherSessions() : api.endSession(id)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  })

  if (error) {
    return (
      <Notice kind="error">
        <p>{(error instanceof Problem && error.message) || t('form.offline')}</p>
        <Button look="quiet" onClick={() => void refetch()}>
          {t('crash.retry')}
        </Button>
      </Notice>
    )
  }
  if (!sessions) return <div className={styles.waiting} aria-hidden="true" />
  const hasOthers = sessions.some(({ is_current }) => !is_current)
  return (
    <>
      <ul className={styles.devices}>
        {sessions.map((session) => (
          <Device key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
      <div className={styles.after}>
        {hasOthers ? (
          <Button isBusy={end.isPending} onClick={() => end.mutate('others')}>
            {t('profile.endOthers')}
          </Button>
        ) : (
          <p>{t('profile.noOthers')}</p>
        )}
      </div>
      {end.error && (
        <Notice kind="error">
          {(end.error instanceof Problem && end.error.message) || t('form.offline')}
        </Notice>
      )}
    </>
  )
}

function Device({ session, onEnd }: { session: SessionInfo; onEnd: () => void }) {
  const { t } = useTranslation()
  const seen = readUserAgent(session.user_agent)
  const name = seen ? t('profile.device', seen) : t('profile.unknownDevice')
  const { text, full } = describeTime(new Date(session.last_used_at), new Date(), currentLocale())
  return (
    <li>
      <div className={styles.device}>
        <strong>{name}</strong>
        <p>
          <span title={full}>{t('profile.lastUsed', { when: text })}</span> · {session.address}
        </p>
      </div>
      {session.is_current ? (
        <span className={styles.current}>{t('profile.thisDevice')}</span>
      ) : (
        <Button look="quiet" aria-label={t('profile.endSessionOf', { device: name })} onClick={onEnd}>
          {t('profile.endSession')}
        </Button>
      )}
    </li>
  )
}
