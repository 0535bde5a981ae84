import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveCsv } from '../dashboard/save-csv.ts'
import { useUser } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { toast } from '../ui/toast.ts'
import { type Asked, type Bucket, SHEETS, type Sheet, sheetPathOf } from './stats-queries.ts'

/** Each part of the page as a spreadsheet, and the tickets that it speaks of. */
export function SheetsMenu({ asked, bucket }: { asked: Asked; bucket: Bucket }) {
  const { t } = useTranslation()
  const mayExport = useUser()?.may.includes('tickets:export')
  const { from, to } = asked.period
  const save = useMutation({
    mutationFn: (sheet: Sheet) => saveCsv(sheetPathOf(sheet, asked, bucket), `${sheet}-${from}-${to}.csv`),
    onError: (failure) => toast.error(sentenceOf(failure, t('form.offline'))),
  })
  return (
    <Menu
      align="end"
      trigger={
        <Button isSmall isBusy={save.isPending}>
          <Icon name="download" />
          {t('dashboard.period.csv')}
        </Button>
      }
    >
      {SHEETS.filter((sheet) => sheet !== 'tickets' || mayExport).map((sheet) => (
        <MenuItem key={sheet} onSelect={() => save.mutate(sheet)}>
          {t(`stats.sheets.${sheet}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
