import { useTranslation } from 'react-i18next'
import { Chip } from '../ui/chip.tsx'
import type { HelpStatus } from './help-api.ts'

const LOOKS = { draft: 'ochre', published: 'moss', archived: 'plain' } as const

export function StatusChip({ status }: { status: HelpStatus }) {
  const { t } = useTranslation()
  return <Chip look={LOOKS[status]}>{t(`help.statuses.${status}`)}</Chip>
}
