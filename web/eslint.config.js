import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['.svelte-kit', 'build', 'node_modules', 'src/generated', 'src/lib/client/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // TypeScript knows what exists; the rule does not.
      'no-undef': 'off',
      // Every address of the screens is absolute on one origin.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // The client is published for programs that are no screens.
    files: ['src/lib/client/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['$*', 'svelte*', '../*'] }] },
  },
);
