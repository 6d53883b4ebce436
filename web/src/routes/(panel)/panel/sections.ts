import BadgePercent from '@lucide/svelte/icons/badge-percent';
import BookOpen from '@lucide/svelte/icons/book-open';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import MessageSquareHeart from '@lucide/svelte/icons/message-square-heart';
import Plug from '@lucide/svelte/icons/plug';
import Receipt from '@lucide/svelte/icons/receipt';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Component } from 'svelte';
import * as t from '#texts/panel';

export interface Section {
  href: string;
  label: () => string;
  icon: Component;
  group: 'today' | 'house' | 'money' | 'office';
  /** Its name on the phone's bar, where the whole one is too long. */
  tab?: () => string;
  /** Other words by which the palette finds it. */
  also?: string;
  /** Only who administers the restaurant sees it. */
  admin?: boolean;
}

export const groups = {
  today: t.groupToday,
  house: t.groupHouse,
  money: t.groupMoney,
  office: t.groupOffice,
};

const section = (
  group: Section['group'],
  page: string,
  label: () => string,
  icon: Component,
  also = '',
): Section => ({ href: page ? `/panel/${page}` : '/panel', label, icon, group, also });

/** The first four are on the phone's bar. */
export const sections: Section[] = [
  section('today', '', t.today, LayoutDashboard, 'inicio salón mesas ventas home floor'),
  section('house', 'carta', t.menu, BookOpen, 'platos precios alérgenos sin stock menu'),
  {
    ...section('money', 'cuentas', t.bills, Receipt, 'pagos devoluciones cobrar bills payments refunds'),
    tab: t.billsTab,
  },
  section('house', 'mesas', t.tables, LayoutGrid, 'sectores qr salón tables'),
  section('house', 'personal', t.people, Users, 'mozos cocina roles turnos asignaciones staff'),
  section('house', 'reservas', t.reservations, CalendarClock, 'bookings'),
  section('house', 'promociones', t.promotions, BadgePercent, 'ofertas descuentos'),
  section('money', 'informes', t.reports, ChartColumn, 'ventas horas productos csv reports'),
  section('money', 'caja', t.cashDrawer, Wallet, 'arqueo efectivo cash'),
  section('money', 'propinas', t.tips, HandCoins, 'pozo reparto tips'),
  section('office', 'opiniones', t.opinions, MessageSquareHeart, 'comentarios estrellas feedback'),
  section('office', 'integraciones', t.integrations, Plug, 'mercado pago webhooks claves api'),
  section('office', 'auditoria', t.audit, ScrollText, 'quién cambió registro log'),
  section('office', 'ajustes', t.settings, Settings, 'políticas sucursal settings'),
];
