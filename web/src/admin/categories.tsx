import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import { type Category, categoriesQuery } from './category-api.ts'
import { CategorySheet } from './category-sheet.tsx'
import table from './table.module.css'

/** What tickets can be about. */
export function Categories() {
  const { t } = useTranslation()
  const { data: categories, error, isPending, refetch } = useQuery(categoriesQuery)
  const [open, setOpen] = useState<Category | 'new' | null>(null)
  return (
    <AdminPage
      title={t('shell.nav.categories')}
      lead={t('admin.categories.lead')}
      actions={
        <Button look="primary" isSmall onClick={() => setOpen('new')}>
          {t('admin.categories.add')}
        </Button>
      }
    >
      {isPending && <Waiting heights={Array<number>(10).fill(36)} gap={4} />}
      {error && !categories && <Failure error={error} onRetry={() => void refetch()} />}
      {categories?.length === 0 && <Empty>{t('admin.categories.none')}</Empty>}
      {categories && categories.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.categories.name')}</th>
                <th scope="col">{t('tickets.filter.priority')}</th>
                <th scope="col">{t('tickets.filter.department')}</th>
                <th scope="col">{t('admin.categories.crmValue')}</th>
                <th scope="col">CPF</th>
                <th scope="col">{t('admin.people.state')}</th>
              </tr>
            </thead>
            <tbody>
              {categories.map((category) => (
                <tr key={category.id}>
                  <th scope="row">
                    <button type="button" className={table.open} onClick={() => setOpen(category)}>
                      {category.labels[currentLocale()] ?? category.slug}
                    </button>
                  </th>
                  <td>{t(`tickets.priority.${category.default_priority}`)}</td>
                  <td>{category.default_department ?? '–'}</td>
                  <td>{category.crm_value ?? category.labels['pt-BR'] ?? '–'}</td>
                  <td>{t(category.requires_cpf ? 'admin.categories.yes' : 'admin.categories.no')}</td>
                  <td>
                    <Chip look={category.is_active ? 'moss' : 'plain'}>
                      {t(category.is_active ? 'admin.categories.active' : 'admin.categories.inactive')}
                    </Chip>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open !== null && (
        <CategorySheet category={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </AdminPage>
  )
}
