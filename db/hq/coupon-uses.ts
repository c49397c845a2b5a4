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
