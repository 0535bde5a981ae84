import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, useUser } from '../session.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { adminPlaces } from './admin-navigation.tsx'
import { AppPage } from './app-page.tsx'

export function TeamOnly() {
  const user = useUser()
  return user && isOfTheTeam(user) ? <Outlet /> : <Forbidden />
}

export function AdminsOnly() {
  const user = useUser()
  return user && adminPlaces(user).length > 0 ? <Outlet /> : <Forbidden />
}

function Forbidden() {
  const { t } = useTranslation()
  return (
    <AppPage>
      <PageHeading title={t('shell.forbiddenTitle')} />
      <p>{t('shell.forbiddenLead')}</p>
    </AppPage>
  )
}
