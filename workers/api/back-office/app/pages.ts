import { approvalPage } from '../pages/approvals/approval-page.ts';
import { approvalsPage } from '../pages/approvals/approvals-page.ts';
import { auditPage } from '../pages/audit/audit-page.ts';
import { distributionPage } from '../pages/distribution/distribution-page.ts';
import { exchangePage } from '../pages/exchange/exchange-page.ts';
import { homePage } from '../pages/home/home-page.ts';
import { ledgerPage } from '../pages/ledger/ledger-page.ts';
import { missingPage } from '../pages/missing-page.ts';
import { offerPage } from '../pages/offers/offer-page.ts';
import { offersPage } from '../pages/offers/offers-page.ts';
import { productPage } from '../pages/products/product-page.ts';
import { productsPage } from '../pages/products/products-page.ts';
import { registerPage } from '../pages/registers/register-page.ts';
import { registersPage } from '../pages/registers/registers-page.ts';
import { salePage } from '../pages/sales/sale-page.ts';
import { salesPage } from '../pages/sales/sales-page.ts';
import { simulatorPage } from '../pages/simulator/simulator-page.ts';
import type { Page, Scope } from './page.ts';
import type { Route } from './routes.ts';

export function pageFor(route: Route, scope: Scope): Page {
  switch (route.page) {
    case 'home':
      return homePage(scope);
    case 'registers':
      return registersPage(scope);
    case 'register':
      return registerPage(scope, route.id);
    case 'products':
      return productsPage(scope);
    case 'product':
      return productPage(scope, route.sku);
    case 'sales':
      return salesPage(scope);
    case 'sale':
      return salePage(scope, route.id);
    case 'distribution':
      return distributionPage(scope);
    case 'ledger':
      return ledgerPage(scope);
    case 'approvals':
      return approvalsPage(scope);
    case 'approval':
      return approvalPage(scope, route.id);
    case 'audit':
      return auditPage(scope);
    case 'exchange':
      return exchangePage(scope);
    case 'offers':
      return offersPage(scope);
    case 'newOffer':
      return offerPage(scope, null);
    case 'offer':
      return offerPage(scope, route.id);
    case 'simulator':
      return simulatorPage(scope);
    case 'missing':
      return missingPage();
  }
}
