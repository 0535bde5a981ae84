import type { DemoArticle } from './demo-article.ts'

/** H-04: what there is to read to begin with; four of the five are shown first. */
export const DEMO_ARTICLES: readonly DemoArticle[] = [
  {
    kind: 'article',
    category: 'rides',
    tags: ['corrida', 'aplicativo'],
    isFeatured: true,
    texts: {
      'pt-BR': {
        title: 'Como solicitar uma corrida',
        meta_description: 'Peça uma corrida em poucos passos e acompanhe o motorista até você.',
        content: `Pedir uma corrida leva menos de um minuto.

1. Abra o aplicativo e confira o **local de partida** no mapa.
2. Toque em **Para onde?** e escreva o destino.
3. Escolha a categoria do carro e veja o preço antes de confirmar.
4. Toque em **Solicitar**.

## Enquanto você espera

Você vê a placa, o modelo do carro e o caminho do motorista no mapa. Confira a placa antes de entrar.

> Mudou de ideia? Cancele sem custo nos primeiros dois minutos. Veja a [política de cancelamento](/ajuda/politica-de-cancelamento).`,
      },
      es: {
        title: 'Cómo solicitar un viaje',
        meta_description: 'Pida un viaje en pocos pasos y siga al conductor hasta usted.',
        content: `Pedir un viaje lleva menos de un minuto.

1. Abra la aplicación y revise el **punto de partida** en el mapa.
2. Toque **¿A dónde?** y escriba el destino.
3. Elija la categoría del coche y vea el precio antes de confirmar.
4. Toque **Solicitar**.

Revise la matrícula antes de subir.`,
      },
      en: {
        title: 'How to request a ride',
        meta_description: 'Request a ride in a few steps and follow the driver on the map.',
        content: `Requesting a ride takes less than a minute.

1. Open the app and check the **pick-up point** on the map.
2. Tap **Where to?** and type the destination.
3. Choose a kind of car and see the price before you confirm.
4. Tap **Request**.

Check the licence plate before you get in.`,
      },
      ru: {
        title: 'Как заказать поездку',
        meta_description: 'Закажите поездку за несколько шагов и следите за водителем на карте.',
        content: `Заказ занимает меньше минуты.

1. Откройте приложение и проверьте **место посадки** на карте.
2. Нажмите **Куда едем?** и введите адрес.
3. Выберите класс машины и посмотрите цену до подтверждения.
4. Нажмите **Заказать**.

Перед посадкой сверьте номер машины.`,
      },
    },
  },
  {
    kind: 'article',
    category: 'payment',
    tags: ['pagamento', 'pix', 'cartão'],
    isFeatured: true,
    texts: {
      'pt-BR': {
        title: 'Formas de pagamento aceitas',
        meta_description: 'Cartão, Pix, dinheiro ou saldo: como pagar e quando a cobrança é feita.',
        content: `| Forma | Quando é cobrada |
|---|---|
| Cartão de crédito ou débito | No fim da corrida |
| Pix | No fim da corrida, pelo aplicativo |
| Dinheiro | Direto ao motorista |
| Saldo da conta | Antes do cartão, se houver |

Para mudar a forma de pagamento, toque em **Pagamento** antes de solicitar. Cobranças que você não reconhece podem ser contestadas em até 30 dias: abra um chamado com a data da corrida.`,
      },
      en: {
        title: 'Accepted payments',
        meta_description: 'Card, Pix, cash or balance: how to pay and when you are charged.',
        content: `| Way | When you are charged |
|---|---|
| Credit or debit card | At the end of the ride |
| Pix | At the end of the ride, in the app |
| Cash | Directly to the driver |
| Balance | Before the card, if there is any |

To change it, tap **Payment** before you request. Charges that you do not recognise can be disputed within 30 days.`,
      },
    },
  },
  {
    kind: 'article',
    category: 'rides',
    tags: ['cancelamento', 'taxa'],
    isFeatured: true,
    texts: {
      'pt-BR': {
        title: 'Política de cancelamento',
        meta_description: 'Quando o cancelamento é gratuito e quando há uma taxa.',
        content: `Você pode cancelar a qualquer momento antes do embarque.

- **Até 2 minutos** depois da solicitação: sem custo.
- **Depois de 2 minutos**, com o motorista a caminho: taxa de R$ 5,00.
- **Motorista atrasado** mais de 5 minutos: sem custo.

## Se a taxa não fez sentido

Abra um chamado com o motivo. Devolvemos taxas cobradas por erro em até cinco dias úteis.`,
      },
      en: {
        title: 'Cancellation policy',
        meta_description: 'When cancelling is free and when there is a fee.',
        content: `You can cancel at any time before you get in.

- **Within 2 minutes** of the request: free.
- **After 2 minutes**, with the driver on the way: a fee of R$ 5.00.
- **Driver late** by more than 5 minutes: free.`,
      },
    },
  },
  {
    kind: 'article',
    category: 'safety',
    tags: ['segurança', 'emergência'],
    isFeatured: true,
    texts: {
      'pt-BR': {
        title: 'Como usar o botão de emergência',
        meta_description: 'O que acontece quando você toca no botão de emergência durante a corrida.',
        content: `O escudo no canto do mapa abre a **Central de segurança**.

1. Toque no escudo e depois em **Ligar para a emergência**.
2. Confirme: a ligação vai para o **190** e a sua localização é mostrada na tela.
3. A nossa equipe recebe um aviso e acompanha a corrida até o fim.

Use o botão só em caso de risco. Para objetos esquecidos ou dúvidas, abra um chamado.`,
      },
      en: {
        title: 'How to use the emergency button',
        meta_description: 'What happens when you press the emergency button during a ride.',
        content: `The shield at the corner of the map opens the **Safety centre**.

1. Tap the shield, then **Call emergency services**.
2. Confirm: the call goes to **190** and your location is shown on the screen.
3. Our team is alerted and follows the ride to its end.`,
      },
      ru: {
        title: 'Как пользоваться кнопкой экстренной помощи',
        meta_description: 'Что происходит, когда вы нажимаете экстренную кнопку во время поездки.',
        content: `Щит в углу карты открывает **Центр безопасности**.

1. Нажмите на щит, затем **Позвонить в экстренную службу**.
2. Подтвердите: звонок идёт на **190**, ваше местоположение видно на экране.
3. Наша команда получает сигнал и следит за поездкой до конца.`,
      },
    },
  },
  {
    kind: 'article',
    category: 'driver',
    tags: ['motorista', 'cadastro'],
    isFeatured: false,
    texts: {
      'pt-BR': {
        title: 'Como se tornar motorista',
        meta_description: 'Documentos, carro e passos do cadastro de motoristas.',
        content: `## O que é preciso

- CNH definitiva com a observação **EAR**
- Carro de 2014 ou mais novo, com quatro portas
- Documento do carro em dia

## Passos

1. Faça o cadastro no aplicativo de motoristas.
2. Envie fotos da CNH e do documento do carro.
3. Aguarde a análise: ela leva até três dias úteis.`,
      },
      en: {
        title: 'How to become a driver',
        meta_description: 'Documents, car and the steps of signing up as a driver.',
        content: `## What you need

- A permanent licence that allows paid work
- A car from 2014 or newer, with four doors
- Valid car documents

Sign up in the drivers’ app, send photos of your documents, and wait for the review: up to three working days.`,
      },
    },
  },
]
