import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Choice } from '../ui/choice.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { changePreferences, type NoticePreferences, preferencesKey, readPreferences } from './notice-api.ts'
import styles from './notice-settings.module.css'
import { devicesKey, readDevices } from './push.ts'
import { PushSettings } from './push-settings.tsx'
import { QuietHours } from './quiet-hours.tsx'

type Kind = keyof NoticePreferences['kinds']
/** Of pushes those are asked who have a browser that takes them. */
const CHANNELS = ['app', 'mail', 'push'] as const
const PACES = ['now', 'hourly', 'daily'] as const

type Switches = NonNullable<NoticePreferences['kinds'][Kind]>

function withChange(
  known: NoticePreferences,
  changed: Partial<Record<Kind, { [Channel in keyof Switches]?: Switches[Channel] | undefined }>>,
  letters = known.letters,
): NoticePreferences {
  const kinds = { ...known.kinds }
  for (const [kind, switches] of Object.entries(changed) as [Kind, Partial<Switches>][]) {
    const before = kinds[kind]
    if (before) kinds[kind] = { ...before, ...switches }
  }
  return { ...known, letters, kinds }
}

/** A switch for each kind and channel; it is so at once. */
export function NoticeSettings() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: preferencesKey, queryFn: readPreferences })
  const { data: devices } = useQuery({ queryKey: devicesKey, queryFn: readDevices })
  const change = useMutation({
    mutationFn: changePreferences,
    // So at once: whoever pressed a switch sees it move.
    onMutate: ({ kinds = {}, letters }) =>
      queryClient.setQueryData<NoticePreferences>(
        preferencesKey,
        (known) => known && withChange(known, kinds, letters),
      ),
    onSuccess: (changed) => queryClient.setQueryData(preferencesKey, changed),
    onError: (error) => {
      toast.error(sentenceOf(error, t('form.offline')))
      void refetch()
    },
  })
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Waiting heights={[44, 44, 44, 44]} />
  const { letters, quiet_hours } = data
  const channels = CHANNELS.filter((channel) => channel !== 'push' || (devices?.items.length ?? 0) > 0)
  return (
    <div className={styles.settings}>
      <table className={styles.switches}>
        <thead>
          <tr>
            <th scope="col">{t('notices.settings.what')}</th>
            {channels.map((channel) => (
              <th key={channel} scope="col">
                {t(`notices.settings.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.entries(data.kinds) as [Kind, Switches][]).map(([kind, chosen]) => (
            <tr key={kind}>
              <th scope="row">{t(`notices.settings.kind.${kind}`)}</th>
              {channels.map((channel) => (
                <td key={channel}>
                  <label>
                    <span className="visually-hidden">
                      {t(`notices.settings.kind.${kind}`)}: {t(`notices.settings.${channel}`)}
                    </span>
                    <input
                      type="checkbox"
                      checked={chosen[channel]}
                      onChange={({ target }) =>
                        change.mutate({ kinds: { [kind]: { [channel]: target.checked } } })
                      }
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Choice
        label={t('notices.settings.letters')}
        value={letters}
        options={PACES.map((pace) => [pace, t(`notices.settings.pace.${pace}`)] as const)}
        onChoose={(pace) => change.mutate({ letters: pace })}
      />
      <QuietHours
        key={`${quiet_hours?.from} ${quiet_hours?.to}`}
        hours={quiet_hours}
        onChange={(hours) => change.mutate({ quiet_hours: hours })}
      />
      <PushSettings />
    </div>
  )
}
