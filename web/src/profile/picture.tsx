import { useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type User } from '../api.ts'
import { sendFile } from '../send-file.ts'
import { keepUser } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './picture.module.css'

/** As the gateway has it too, so that nobody waits only to be told. */
const MOST_BYTES = 2 * 1024 * 1024

export function Picture({ user }: { user: User }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [doing, setDoing] = useState<'send' | 'drop' | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  async function change(what: 'send' | 'drop', run: () => Promise<User>) {
    setDoing(what)
    setFailure(null)
    try {
      keepUser(queryClient, await run())
    } catch (error) {
      setFailure(sentenceOf(error, t('form.offline')))
    } finally {
      setDoing(null)
    }
  }

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0]
    // The same file can be chosen again.
    target.value = ''
    if (!file) return
    if (file.size > MOST_BYTES) setFailure(t('profile.picture.tooLarge'))
    else void change('send', () => sendFile<User>('PUT', '/api/v1/users/me/avatar', file))
  }

  return (
    <div className={styles.picture}>
      <Avatar name={user.full_name} url={user.profile_picture_url} size={64} />
      <div className={styles.about}>
        <div className={styles.buttons}>
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-label={t('profile.picture.choose')}
            onChange={choose}
            hidden
          />
          <Button isBusy={doing === 'send'} onClick={() => input.current?.click()}>
            {t(user.profile_picture_url ? 'profile.picture.change' : 'profile.picture.choose')}
          </Button>
          {user.profile_picture_url && (
            <Button
              look="quiet"
              isBusy={doing === 'drop'}
              onClick={() => void change('drop', api.dropAvatar)}
            >
              {t('profile.picture.drop')}
            </Button>
          )}
        </div>
        <p>{t('profile.picture.hint')}</p>
      </div>
      {failure && <Notice kind="error">{failure}</Notice>}
    </div>
  )
}
