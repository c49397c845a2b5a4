-- Who was given which epoch and which token: what a gateway that was set back asks again.
CREATE TABLE terminal_epoch (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  ask text NOT NULL,
  install_id text NOT NULL,
  public_key text NOT NULL,
  granted_at text NOT NULL,
  PRIMARY KEY(store, terminal, epoch)
);
CREATE UNIQUE INDEX terminal_epoch_ask ON terminal_epoch (store, terminal, ask);
CREATE TABLE terminal_device (
  token_hash text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  install_id text NOT NULL,
  public_key text NOT NULL,
  registered_at text NOT NULL,
  revoked_at text
);
CREATE INDEX terminal_device_terminal ON terminal_device (store, terminal);
-- What gateways tell of devices that were copied, wiped, set back or replaced, and of themselves.
CREATE TABLE incident (
  store text NOT NULL,
  id integer NOT NULL,
  terminal text NOT NULL,
  type text NOT NULL,
  epoch integer NOT NULL,
  at text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY(store, at, id)
);
