import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetPushes, Problem } from '../api.ts'
import { readUserAgent } from '../profile/user-agent.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import styles from './notice-settings.module.css'
import { devicesKey, type PushDevices, readDevices, removeDevice, tryDevice, turnOn, whyNot } from './push.ts'

type Device = PushDevices['items'][number]

/** Off until somebody asks for it, here and for this browser. */
export function PushSettings() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: devicesKey, queryFn: readDevices })
  // Changed by the browser's own question, of which React hears nothing.
  const [obstacle, setObstacle] = useState(whyNot)
  const onSettled = () => {
    setObstacle(whyNot())
    return queryClient.invalidateQueries({ queryKey: devicesKey })
  }
  const on = useMutation({ mutationFn: turnOn, onSettled })
  const off = useMutation({
    async mutationFn({ id, is_this }: Device) {
      await removeDevice(id)
      if (is_this) await forgetPushes()
    },
    onSettled,
  })
  const trial = useMutation({ mutationFn: tryDevice, onError: onSettled })
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Waiting heights={[44]} />
  const { application_server_key: key, items } = data
  const here =
    obstacle === null && Notification.permission === 'granted' && items.find(({ is_this }) => is_this)
  const others = items.filter((device) => device !== here)
  const failed = on.error ?? off.error ?? trial.error
  const nameOf = ({ user_agent }: Device) => {
    const seen = readUserAgent(user_agent)
    return seen ? t('profile.device', seen) : t('profile.unknownDevice')
  }
  return (
    <section className={styles.push} aria-labelledby="push">
      <h3 id="push">{t('notices.push.title')}</h3>
      {obstacle ? (
        <p>{t(`notices.push.${obstacle}`)}</p>
      ) : here ? (
        <>
          <p>{t('notices.push.isOn')}</p>
          <div className={styles.buttons}>
            <Button isBusy={trial.isPending} onClick={() => trial.mutate(here.id)}>
              {t('notices.push.try')}
            </Button>
            <Button look="quiet" isBusy={off.isPending} onClick={() => off.mutate(here)}>
              {t('notices.push.turnOff')}
            </Button>
          </div>
          {trial.isSuccess && <Notice kind="done">{t('notices.push.tried')}</Notice>}
        </>
      ) : (
        <>
          <p>{t('notices.push.lead')}</p>
          <div className={styles.buttons}>
            <Button isBusy={on.isPending} onClick={() => on.mutate(key)}>
              {t('notices.push.turnOn')}
            </Button>
          </div>
        </>
      )}
      {failed && (
        <Notice kind="error">
          {failed instanceof Problem ? failed.message || t('form.offline') : t('notices.push.failed')}
        </Notice>
      )}
      {others.length > 0 && (
        <>
          <h4>{t('notices.push.others')}</h4>
          <ul className={styles.devices}>
            {others.map((device) => (
              <li key={device.id}>
                {nameOf(device)}
                <Button
                  isSmall
                  look="quiet"
                  aria-label={t('notices.push.turnOffOf', { device: nameOf(device) })}
                  onClick={() => off.mutate(device)}
                >
                  {t('notices.push.turnOff')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
