import type { Texts } from './texts.ts'

export const es: Texts = {
  problems: {
    'malformed-request': {
      title: 'Solicitud ilegible',
      detail: 'La solicitud no sigue el protocolo HTTP. Revise la dirección y las cabeceras.',
    },
    'malformed-json': { title: 'JSON no válido', detail: 'El cuerpo de la solicitud no es un JSON válido.' },
    'duplicate-header': {
      title: 'Cabecera repetida',
      detail: 'La cabecera {name} llegó más de una vez. Envíela una sola vez.',
    },
    'link-not-valid': {
      title: 'Enlace sin validez',
      detail: 'Este enlace ya se usó o caducó. Pida otro y use el mensaje más reciente.',
    },
    'not-signed-in': {
      title: 'Hay que entrar',
      detail: 'Entre con su matrícula y contraseña para continuar.',
    },
    'token-not-valid': {
      title: 'Acceso no válido',
      detail: 'El token de acceso no es válido. Entre de nuevo.',
    },
    'token-expired': {
      title: 'Acceso caducado',
      detail: 'El token de acceso caducó. Renueve la sesión o entre de nuevo.',
    },
    'session-ended': { title: 'Sesión cerrada', detail: 'Esta sesión se cerró. Entre de nuevo.' },
    'refresh-token-missing': {
      title: 'Falta el refresh token',
      detail: 'No hay refresh token en las cookies.',
    },
    'refresh-token-not-valid': {
      title: 'Refresh token no válido',
      detail: 'El refresh token no es válido. Entre de nuevo.',
    },
    'wrong-credentials': {
      title: 'No fue posible entrar',
      detail: 'La matrícula o la contraseña no es correcta. Revise ambas e intente de nuevo.',
    },
    'current-password-wrong': {
      title: 'Contraseña actual incorrecta',
      detail: 'La contraseña actual no es correcta. No se cambió nada.',
    },
    forbidden: { title: 'Sin permiso', detail: 'No tiene permiso para esto. Hable con un administrador.' },
    'origin-not-allowed': {
      title: 'Origen no permitido',
      detail: 'La solicitud vino de una página que no es parte de Ponte y no se ejecutó.',
    },
    'account-inactive': {
      title: 'Cuenta desactivada',
      detail: 'Esta cuenta está desactivada. Hable con un administrador para reactivarla.',
    },
    'email-not-confirmed': {
      title: 'Correo sin confirmar',
      detail: 'Enviamos un mensaje a {email}. Abra su enlace para confirmar la dirección y después entre.',
    },
    'sign-up-closed': {
      title: 'Registro cerrado',
      detail: 'Las cuentas nuevas las crea un administrador. Hable con la mesa de ayuda.',
    },
    'crm-install-refused': {
      title: 'Instalación rechazada',
      detail: 'No se pudo comprobar esta instalación de la aplicación. El registro dice por qué.',
    },
    'crm-away': {
      title: 'CRM sin respuesta',
      detail: 'El CRM no responde en este momento. Inténtelo de nuevo en un instante.',
    },
    'email-domain-not-allowed': {
      title: 'Correo ajeno a la empresa',
      detail: 'Use su correo de la empresa ({domains}) para crear la cuenta.',
    },
    'not-found': { title: 'Página no encontrada', detail: 'No hay nada en esta dirección.' },
    'user-not-found': { title: 'Usuario no encontrado', detail: 'No hay ningún usuario con el ID {id}.' },
    'session-not-found': { title: 'Sesión no encontrada', detail: 'Esta sesión no existe o ya se cerró.' },
    'method-not-allowed': {
      title: 'Método no permitido',
      detail: 'Esta dirección no acepta {method}. Acepta: {allowed}.',
    },
    'request-timeout': {
      title: 'Solicitud incompleta',
      detail: 'La solicitud tardó demasiado en llegar entera. Envíela de nuevo.',
    },
    'already-registered': { title: 'Ya registrado', detail: 'Ya existe una cuenta con estos datos.' },
    'last-admin': {
      title: 'Último administrador',
      detail: 'Esta es la última cuenta de administrador activa. Nombre antes a otra persona.',
    },
    'body-too-large': { title: 'Demasiado grande', detail: 'Lo enviado supera el límite de {limit}.' },
    'content-type-not-supported': {
      title: 'Tipo de contenido no aceptado',
      detail: 'Esta dirección no acepta ese tipo de contenido. Envíelo como application/json.',
    },
    'invalid-request': {
      title: 'Datos no válidos',
      detail: 'Algunos datos necesitan corrección. Revise los campos indicados.',
    },
    'too-many-attempts': {
      title: 'Demasiados intentos',
      detail: 'Hubo demasiados intentos. Espere {seconds} s e intente de nuevo.',
    },
    'headers-too-large': { title: 'Cabeceras demasiado grandes', detail: 'Las cabeceras superan el límite.' },
    'internal-error': {
      title: 'Error inesperado',
      detail: 'Algo falló de nuestro lado. Intente de nuevo; si persiste, indique el código {requestId}.',
    },
    'database-unavailable': {
      title: 'Servicio no disponible por un momento',
      detail: 'La base de datos no responde. Intente de nuevo en unos segundos.',
    },
    'too-slow': {
      title: 'Tardó demasiado',
      detail: 'La solicitud tardó demasiado y se interrumpió. Vea si se ejecutó antes de repetirla.',
    },
  },
  fields: {
    required: 'Complete este campo.',
    'wrong-type': 'El valor no es del tipo esperado ({expected}).',
    'too-short': 'Use al menos {minimum} caracteres.',
    'too-long': 'Use como máximo {maximum} caracteres.',
    'too-small': 'El menor valor aceptado es {minimum}.',
    'too-big': 'El mayor valor aceptado es {maximum}.',
    'one-of': 'Use uno de estos valores: {values}.',
    'unknown-field': 'Este campo no existe: {keys}.',
    'unreadable-text': 'El texto contiene caracteres que no se pueden guardar.',
    'too-deep': 'Los datos tienen demasiados niveles, unos dentro de otros.',
    email: 'Indique un correo válido, como maria@empresa.com.',
    cpf: 'CPF no válido. Revise los once dígitos.',
    matricula: 'La matrícula tiene hasta 8 dígitos y no empieza por cero.',
    name: 'Use solo letras, espacios, puntos, guiones y apóstrofos.',
    taken: 'Ya existe una cuenta con este valor.',
    'not-valid': 'El valor no es válido.',
  },
}
