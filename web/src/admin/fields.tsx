import { useTranslation } from 'react-i18next'
import { AppPage } from '../shell/app-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export function Fields() {
  const { t } = useTranslation()
  return (
    <AppPage isWide>
      <PageHeading title={t('shell.nav.fields')} />
    </AppPage>
  )
}
