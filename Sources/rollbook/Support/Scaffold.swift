/// The files `rollbook init` writes beside the templates.
enum Scaffold {
  static var files: [(path: String, bytes: [UInt8])] {
    [
      ("rollbook.yml", Array(configuration.utf8)), ("examples/crontab", Array(crontab.utf8)),
      ("examples/rollbook.service", Array(service.utf8)),
      ("examples/rollbook.timer", Array(timer.utf8)),
      ("examples/nginx.conf", Array(nginx.utf8)), ("examples/Caddyfile", Array(caddy.utf8)),
    ]
  }

  /// Every key with its default.
  static let configuration = """
    # What Rollbook builds here. Every key is optional; the value shown is the default unless a
    # comment says otherwise. Paths are relative to this file. A flag on the command line wins over
    # an environment variable (ROLLBOOK_TIME_ZONE, ...), and that over this file.

    # The name in the header of every page.
    site_name: Rollbook

    # Days begin and end in this zone (an IANA name).
    time_zone: UTC

    # What to import at each build: files, folders, glob patterns. (Default: nothing.)
    sources:
      - sample.ndjson

    # Keeps every record ever imported.
    archive: .rollbook/archive.sqlite

    # The folder of the site, replaced in one step at each build.
    output: public

    # Files in here replace the built-in ones of the same path. (Default: none.)
    templates: Templates

    # Jobs have pages while their month ended less than so many days ago, or while a deployment
    # names them: a number of days, 'all' or 'none'.
    job_pages: 90

    # Where the site will be served, if you know it; only the page for unknown addresses needs it.
    # base_url: https://reports.example/deployments/

    # Refuse a source with more bad records than that: a number or a share.
    max_errors: 10%

    """

  private static let crontab = """
    # Every night at 02:15. Silent when all is well; cron mails what goes wrong.
    15 2 * * *  cd /srv/rollbook && rollbook build --quiet

    """

  private static let service = """
    [Unit]
    Description=Build the Rollbook site

    [Service]
    Type=oneshot
    WorkingDirectory=/srv/rollbook
    ExecStart=rollbook build --quiet

    """

  private static let timer = """
    [Unit]
    Description=Build the Rollbook site every night

    [Timer]
    OnCalendar=*-*-* 02:15:00
    Persistent=true

    [Install]
    WantedBy=timers.target

    """

  private static let nginx = """
    # The site is plain files; the folder is exchanged as a whole at each build.
    server {
      listen 8080;
      root /srv/rollbook/public;
      index index.html;
      error_page 404 /404.html;
      charset utf-8;
      gzip on;
      gzip_types text/css application/json application/javascript image/svg+xml;
      add_header X-Content-Type-Options nosniff always;
      add_header X-Frame-Options DENY always;
      add_header Referrer-Policy no-referrer always;
      location /assets/ {
        add_header Cache-Control "public, max-age=31536000, immutable";
        add_header X-Content-Type-Options nosniff always;
      }
    }

    """

  private static let caddy = """
    :8080 {
      root * /srv/rollbook/public
      encode gzip
      header X-Content-Type-Options nosniff
      header X-Frame-Options DENY
      header Referrer-Policy no-referrer
      handle_errors {
        rewrite * /404.html
        file_server
      }
      file_server
    }

    """
}
