import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import table from '../admin/table.module.css'
import { TableFrame } from '../admin/table-frame.tsx'
import { useMay } from '../session.ts'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { type Subject, subjectsQuery } from './help-api.ts'
import { SubjectSheet } from './subject-sheet.tsx'

/** What texts are about, as readers find them; whoever may changes it. */
export function Subjects() {
  const { t } = useTranslation()
  const mayChange = useMay('categories:change')
  const { data: subjects, error, isPending, refetch } = useQuery(subjectsQuery)
  const [open, setOpen] = useState<Subject | 'new' | null>(null)
  const number = new Intl.NumberFormat(currentLocale())
  const nameOf = (subject: Subject) => subject.labels[currentLocale()] ?? subject.slug
  return (
    <AdminPage
      title={t('help.subjects.title')}
      lead={
        <>
          {t(mayChange ? 'help.subjects.lead' : 'help.subjects.leadOfReaders')}{' '}
          <Link to="/artigos">{t('help.subjects.back')}</Link>
        </>
      }
      actions={
        mayChange && (
          <Button look="primary" isSmall onClick={() => setOpen('new')}>
            {t('help.subjects.add')}
          </Button>
        )
      }
    >
      {isPending && <Waiting heights={Array<number>(6).fill(36)} gap={4} />}
      {error && !subjects && <Failure error={error} onRetry={() => void refetch()} />}
      {subjects?.length === 0 && <Empty>{t('help.subjects.none')}</Empty>}
      {subjects && subjects.length > 0 && (
        <TableFrame label={t('help.subjects.title')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('help.subject')}</th>
                <th scope="col">{t('help.subjects.slug')}</th>
                <th scope="col" className={table.right}>
                  {t('help.order')}
                </th>
                <th scope="col" className={table.right}>
                  {t('help.subjects.texts')}
                </th>
                <th scope="col">{t('help.status')}</th>
              </tr>
            </thead>
            <tbody>
              {subjects.map((subject) => (
                <tr key={subject.id}>
                  <th scope="row">
                    {mayChange ? (
                      <button type="button" className={table.open} onClick={() => setOpen(subject)}>
                        {nameOf(subject)}
                      </button>
                    ) : (
                      nameOf(subject)
                    )}
                  </th>
                  <td className={table.muted}>{subject.slug}</td>
                  <td className={`${table.number} ${table.right}`}>{number.format(subject.position)}</td>
                  <td className={`${table.number} ${table.right}`}>{number.format(subject.texts)}</td>
                  <td>
                    <Chip look={subject.is_active ? 'moss' : 'plain'}>
                      {t(subject.is_active ? 'help.subjects.active' : 'help.subjects.inactive')}
                    </Chip>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {open !== null && <SubjectSheet subject={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </AdminPage>
  )
}
