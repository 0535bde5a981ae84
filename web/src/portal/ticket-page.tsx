import { useTranslation } from 'react-i18next'
import { AppPage } from '../shell/app-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export function TicketPage() {
  const { t } = useTranslation()
  return (
    <AppPage>
      <PageHeading title={t('tickets.title')} />
    </AppPage>
  )
}
