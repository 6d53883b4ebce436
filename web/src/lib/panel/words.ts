import * as t from '#texts/panel';

// The API's words for states and ways of paying, as people say them.

const from =
  (words: Record<string, () => string>) =>
  (name: string): string =>
    words[name]?.() ?? name;

export const methodWord = from({
  CASH: t.methodCash,
  cash: t.methodCash,
  MERCADO_PAGO: t.methodMercadoPago,
  CARD_PHYSICAL: t.methodCard,
  TRANSFER_EXTERNAL: t.methodTransfer,
  OTHER_MANUAL: t.methodOther,
});

export const paymentWord = from({
  PENDING: t.payPending,
  APPROVED: t.payApproved,
  REJECTED: t.payRejected,
  FAILED: t.payFailed,
  EXPIRED: t.payExpired,
  CANCELED: t.payCanceled,
  OPEN: t.payPending,
  PAID: t.payApproved,
});

export const refundWord = from({
  REQUESTED: t.refundRequested,
  DONE: t.refundDone,
  FAILED: t.refundFailed,
});

export const checkWord = from({
  OPEN: t.checkOpen,
  REQUESTED: t.checkRequested,
  IN_PAYMENT: t.checkInPayment,
  PAID: t.checkPaid,
  FAILED: t.payFailed,
});

export const callWord = from({
  WAITER_CALL: t.callWaiter,
  PAYMENT_HELP: t.callBill,
  OTHER: t.callOther,
});

export const roleWord = from({
  WAITER: t.roleWaiter,
  KITCHEN: t.roleKitchen,
  MANAGER: t.roleManager,
  ADMIN: t.roleAdmin,
});

export const movementWord = from({
  SALE: t.movementSale,
  TIP: t.tips,
  DEPOSIT: t.movementDeposit,
  REFUND: t.refund,
  WITHDRAWAL: t.movementWithdrawal,
  EXPENSE: t.movementExpense,
  TIP_OUT: t.movementTipOut,
});

export const actionWord = from({
  CREATE: t.actCreate,
  UPDATE: t.actUpdate,
  DELETE: t.actDelete,
  RESTORE: t.actRestore,
  LOGIN: t.actLogin,
  LOGOUT: t.actLogout,
  ROLE_CHANGE: t.actRole,
  PASSWORD_CHANGE: t.actPassword,
});

export const thingWord = from({
  product: t.thingProduct,
  branch_product: t.price,
  category: t.category,
  subcategory: t.subcategory,
  table: t.table,
  sector: t.sector,
  staff: t.thingPerson,
  user: t.thingPerson,
  payment: t.thingPayment,
  payment_refund: t.refund,
  app_check: t.bill,
  cash_session: t.cashDrawer,
  branch: t.branch,
  promotion: t.thingPromotion,
  reservation: t.thingReservation,
});
