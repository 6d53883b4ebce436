import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import type { Component } from 'svelte';
import * as t from '#texts/panel';

export interface Section {
  href: string;
  label: () => string;
  icon: Component;
  group: 'today' | 'house' | 'money' | 'office';
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

export const sections: Section[] = [
  {
    href: '/panel',
    label: t.today,
    icon: LayoutDashboard,
    group: 'today',
    also: 'inicio salón mesas ventas home',
  },
];
