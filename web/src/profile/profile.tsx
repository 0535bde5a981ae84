import { useTranslation } from 'react-i18next'
import { NoticeSettings } from '../notices/notice-settings.tsx'
import { isOfTheTeam, useUser } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { ShortcutSwitch } from '../shell/shortcut-switch.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { timeOfDay } from '../ui/time-of-day.ts'
import { Devices } from './devices.tsx'
import { Display } from './display.tsx'
import { MyData } from './my-data.tsx'
import { PasswordForm } from './password-form.tsx'
import { PersonForm } from './person-form.tsx'
import { Picture } from './picture.tsx'
import styles from './profile.module.css'
import { Section } from './section.tsx'

export function Profile() {
  const { t } = useTranslation()
  const user = useUser()
  if (!user) return null
  const [firstName = ''] = user.full_name.split(' ')
  return (
    <AppPage>
      <div className={styles.heading}>
        <PageHeading title={t('profile.title')}>
          {t(`profile.${timeOfDay(new Date())}`, { name: firstName })}
        </PageHeading>
        <p>
          {t(`profile.role.${user.role}`)} · {user.department} · {user.filial}
        </p>
      </div>
      <Section title={t('profile.data')} lead={t('profile.dataLead')}>
        <Picture user={user} />
        <PersonForm user={user} />
      </Section>
      <Section title={t('profile.password')} lead={t('profile.passwordLead')}>
        <PasswordForm user={user} />
      </Section>
      <Section title={t('profile.display')}>
        <Display />
        {isOfTheTeam(user) && <ShortcutSwitch />}
      </Section>
      <div id="avisos">
        <Section title={t('notices.settings.title')} lead={t('notices.settings.lead')}>
          <NoticeSettings />
        </Section>
      </div>
      <Section title={t('profile.devices')}>
        <Devices />
      </Section>
      <Section title={t('profile.myData.title')} lead={t('profile.myData.lead')}>
        <MyData />
      </Section>
    </AppPage>
  )
}
