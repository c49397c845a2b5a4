import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Says why a piece of code is not changed: an assertion is of what cannot be, so no test can make it fail. */
const assertions = {
  shouldIgnore({ node }) {
    const { expression = node } = node;
    const isAssertion =
      expression.type === 'CallExpression' &&
      ['assert', 'unreachable'].includes(expression.callee.name ?? '');
    return isAssertion ? 'an assertion' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'assertions', assertions)];
