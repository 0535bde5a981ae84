import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, Problem, type User } from '../api.ts'
import { closeLine } from '../live/line.ts'
import { isOfTheTeam, startSession } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './app-page.module.css'

/** The browser's own popover: closes on Esc and on a click elsewhere, and gives the focus back. */
export function AccountMenu({ user, onFailure }: { user: User; onFailure: (message: string) => void }) {
  const id = useId()
  const menu = useRef<HTMLUListElement>(null)
  const close = () => menu.current?.hidePopover()
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()

  async function signOut() {
    close()
    let next: string | undefined
    try {
      next = await api.signOut()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      onFailure(error.message || t('form.offline'))
      return
    }
    closeLine()
    if (next) return location.assign(next)
    startSession(queryClient, null)
    await navigate({ to: '/entrar', search: { why: 'signed-out' } })
  }

  return (
    <div>
      <button type="button" className={styles.account} popoverTarget={id}>
        <Avatar name={user.full_name} url={user.profile_picture_url} size={32} />
        <span className="visually-hidden">{t('account.menu')}: </span>
        <bdi className={styles.accountName}>{user.full_name}</bdi>
        <Icon name="chevron-down" />
      </button>
      <ul id={id} popover="auto" className={styles.menu} ref={menu}>
        {isOfTheTeam(user) && (
          <li>
            <Link to="/chamados" onClick={close}>
              {t('shell.nav.tickets')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/perfil" onClick={close}>
            {t('account.profile')}
          </Link>
        </li>
        <li>
          <button type="button" onClick={() => void signOut()}>
            {t('account.signOut')}
          </button>
        </li>
      </ul>
    </div>
  )
}
