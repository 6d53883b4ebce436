import type { Diet } from '#lib/menu/menu.ts';
import * as t from '#texts/menu';

export const dietLabels = (): { diet: Diet; label: string }[] => [
  { diet: 'is_celiac_safe', label: t.dietCeliac() },
  { diet: 'is_vegetarian', label: t.dietVegetarian() },
  { diet: 'is_vegan', label: t.dietVegan() },
  { diet: 'is_dairy_free', label: t.dietDairyFree() },
];
