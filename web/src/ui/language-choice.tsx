import { useTranslation } from 'react-i18next'
import { chooseLocale, currentLocale, LOCALE_NAMES, type Locale } from '../texts.ts'
import { Choice } from './choice.tsx'

const OPTIONS = Object.entries(LOCALE_NAMES) as [Locale, string][]

type Props = { isBare?: boolean; onChosen?: (locale: Locale) => void }

export function LanguageChoice({ isBare = false, onChosen }: Props) {
  const { t } = useTranslation()
  const choose = (locale: Locale) => void chooseLocale(locale).then(() => onChosen?.(locale))
  return (
    <Choice
      label={t('language')}
      value={currentLocale()}
      options={OPTIONS}
      onChoose={choose}
      isBare={isBare}
    />
  )
}
