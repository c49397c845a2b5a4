/** Notes which receipts used which coupons; what is noted already stays as it is. */
export async function noteCouponUses(
  masters: D1Database,
  uses: readonly { readonly code: string; readonly receiptId: string }[],
): Promise<void> {
  if (uses.length === 0) return;
  await masters
    .prepare(
      `INSERT OR IGNORE INTO coupon_use (code, receipt_id)
      SELECT json_extract(value, '$.code'), json_extract(value, '$.receiptId') FROM json_each(?)`,
    )
    .bind(JSON.stringify(uses))
    .run();
}

/** How often receipts used coupons: code to count; those never used are not there. */
export async function couponUses(
  masters: D1Database,
  codes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { results } = await couponUsesStatement(masters, codes).all<{ code: string; used: number }>();
  return new Map(results.map(({ code, used }) => [code, used]));
}

/** The same as one statement of a batch. */
export function couponUsesStatement(masters: D1Database, codes: readonly string[]): D1PreparedStatement {
  return masters
    .prepare(
      `SELECT u.code, count(*) AS used FROM json_each(?) k
      CROSS JOIN coupon_use u ON u.code = k.value GROUP BY u.code`,
    )
    .bind(JSON.stringify(codes));
}
