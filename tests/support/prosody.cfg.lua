-- Prosody on loopback alone, for one test.
run_as_root = true
daemonize = false
pidfile = "@FOLDER@/prosody.pid"
data_path = "@FOLDER@/data"
certificates = "@FOLDER@/certs"
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { @C2S@ }
http_ports = { @HTTP@ }
https_ports = { }
-- Loopback needs no encryption.
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true
authentication = "internal_hashed"
storage = "internal"
modules_enabled = {
  "roster", "saslauth", "disco", "private", "blocklist", "vcard4", "vcard_legacy", "pep", "ping", "mam", "carbons",
  "smacks", "csi_simple", "websocket", "bookmarks",
}
modules_disabled = { "s2s", "tls", "offline" }
http_cors_override = { websocket = { enabled = true } }
log = { info = "@FOLDER@/prosody.log" }
VirtualHost "localhost"
