#include "csupport.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Every file of Templates/ and the texts of Examples/, once as bytes and once in the list; a test
// compares them with the folders.

static const uint8_t f_Examples_Caddyfile[] = {
#embed "../../Examples/Caddyfile"
};
static const uint8_t f_Examples_crontab[] = {
#embed "../../Examples/crontab"
};
static const uint8_t f_Examples_mapping_yml[] = {
#embed "../../Examples/mapping.yml"
};
static const uint8_t f_Examples_nginx_conf[] = {
#embed "../../Examples/nginx.conf"
};
static const uint8_t f_Examples_overrides_yml[] = {
#embed "../../Examples/overrides.yml"
};
static const uint8_t f_Examples_rollbook_service[] = {
#embed "../../Examples/rollbook.service"
};
static const uint8_t f_Examples_rollbook_timer[] = {
#embed "../../Examples/rollbook.timer"
};
static const uint8_t f_Examples_rollbook_yml[] = {
#embed "../../Examples/rollbook.yml"
};
static const uint8_t f_Templates_assets_favicon_svg[] = {
#embed "../../Templates/assets/favicon.svg"
};
static const uint8_t f_Templates_assets_search_js[] = {
#embed "../../Templates/assets/search.js"
};
static const uint8_t f_Templates_assets_site_js[] = {
#embed "../../Templates/assets/site.js"
};
static const uint8_t f_Templates_assets_style_css[] = {
#embed "../../Templates/assets/style.css"
};
static const uint8_t f_Templates_layout_html[] = {
#embed "../../Templates/layout.html"
};
static const uint8_t f_Templates_pages_404_md[] = {
#embed "../../Templates/pages/404.md"
};
static const uint8_t f_Templates_pages_build_md[] = {
#embed "../../Templates/pages/build.md"
};
static const uint8_t f_Templates_pages_restatements_md[] = {
#embed "../../Templates/pages/restatements.md"
};
static const uint8_t f_Templates_pages_service_month_md[] = {
#embed "../../Templates/pages/service-month.md"
};
static const uint8_t f_Templates_pages_job_evidence_md[] = {
#embed "../../Templates/pages/job-evidence.md"
};
static const uint8_t f_Templates_pages_conventions_md[] = {
#embed "../../Templates/pages/conventions.md"
};
static const uint8_t f_Templates_pages_corrections_md[] = {
#embed "../../Templates/pages/corrections.md"
};
static const uint8_t f_Templates_pages_data_quality_md[] = {
#embed "../../Templates/pages/data-quality.md"
};
static const uint8_t f_Templates_pages_deployment_month_md[] = {
#embed "../../Templates/pages/deployment-month.md"
};
static const uint8_t f_Templates_pages_deployment_md[] = {
#embed "../../Templates/pages/deployment.md"
};
static const uint8_t f_Templates_pages_deployments_md[] = {
#embed "../../Templates/pages/deployments.md"
};
static const uint8_t f_Templates_pages_evidence_md[] = {
#embed "../../Templates/pages/evidence.md"
};
static const uint8_t f_Templates_pages_failures_md[] = {
#embed "../../Templates/pages/failures.md"
};
static const uint8_t f_Templates_pages_feeds_md[] = {
#embed "../../Templates/pages/feeds.md"
};
static const uint8_t f_Templates_pages_home_md[] = {
#embed "../../Templates/pages/home.md"
};
static const uint8_t f_Templates_pages_job_month_md[] = {
#embed "../../Templates/pages/job-month.md"
};
static const uint8_t f_Templates_pages_job_md[] = {
#embed "../../Templates/pages/job.md"
};
static const uint8_t f_Templates_pages_jobs_md[] = {
#embed "../../Templates/pages/jobs.md"
};
static const uint8_t f_Templates_pages_rollback_month_md[] = {
#embed "../../Templates/pages/rollback-month.md"
};
static const uint8_t f_Templates_pages_rollback_md[] = {
#embed "../../Templates/pages/rollback.md"
};
static const uint8_t f_Templates_pages_rollbacks_md[] = {
#embed "../../Templates/pages/rollbacks.md"
};
static const uint8_t f_Templates_pages_search_md[] = {
#embed "../../Templates/pages/search.md"
};
static const uint8_t f_Templates_pages_service_md[] = {
#embed "../../Templates/pages/service.md"
};
static const uint8_t f_Templates_pages_services_md[] = {
#embed "../../Templates/pages/services.md"
};
static const uint8_t f_Templates_partials_correction_notes_md[] = {
#embed "../../Templates/partials/correction-notes.md"
};
static const uint8_t f_Templates_partials_count_md[] = {
#embed "../../Templates/partials/count.md"
};
static const uint8_t f_Templates_partials_deployment_table_md[] = {
#embed "../../Templates/partials/deployment-table.md"
};
static const uint8_t f_Templates_partials_dora_md[] = {
#embed "../../Templates/partials/dora.md"
};
static const uint8_t f_Templates_partials_failed_table_md[] = {
#embed "../../Templates/partials/failed-table.md"
};
static const uint8_t f_Templates_partials_headline_md[] = {
#embed "../../Templates/partials/headline.md"
};
static const uint8_t f_Templates_partials_job_table_md[] = {
#embed "../../Templates/partials/job-table.md"
};
static const uint8_t f_Templates_partials_lead_cell_md[] = {
#embed "../../Templates/partials/lead-cell.md"
};
static const uint8_t f_Templates_partials_lead_stages_md[] = {
#embed "../../Templates/partials/lead-stages.md"
};
static const uint8_t f_Templates_partials_live_cell_md[] = {
#embed "../../Templates/partials/live-cell.md"
};
static const uint8_t f_Templates_partials_mark_md[] = {
#embed "../../Templates/partials/mark.md"
};
static const uint8_t f_Templates_partials_open_table_md[] = {
#embed "../../Templates/partials/open-table.md"
};
static const uint8_t f_Templates_partials_parts_md[] = {
#embed "../../Templates/partials/parts.md"
};
static const uint8_t f_Templates_partials_rate_cell_md[] = {
#embed "../../Templates/partials/rate-cell.md"
};
static const uint8_t f_Templates_partials_rate_md[] = {
#embed "../../Templates/partials/rate.md"
};
static const uint8_t f_Templates_partials_rollback_table_md[] = {
#embed "../../Templates/partials/rollback-table.md"
};
static const uint8_t f_Templates_partials_service_feeds_md[] = {
#embed "../../Templates/partials/service-feeds.md"
};
static const uint8_t f_Templates_partials_service_table_md[] = {
#embed "../../Templates/partials/service-table.md"
};
static const uint8_t f_Templates_partials_stopped_feeds_md[] = {
#embed "../../Templates/partials/stopped-feeds.md"
};
static const uint8_t f_Templates_partials_type_table_md[] = {
#embed "../../Templates/partials/type-table.md"
};
static const uint8_t f_Templates_partials_windows_md[] = {
#embed "../../Templates/partials/windows.md"
};
static const uint8_t f_Templates_pages_job_type_md[] = {
#embed "../../Templates/pages/job-type.md"
};
static const uint8_t f_Templates_pages_job_types_md[] = {
#embed "../../Templates/pages/job-types.md"
};
static const uint8_t f_Templates_partials_job_link_md[] = {
#embed "../../Templates/partials/job-link.md"
};
static const uint8_t f_Templates_partials_reason_table_md[] = {
#embed "../../Templates/partials/reason-table.md"
};
static const uint8_t f_Templates_partials_type_link_md[] = {
#embed "../../Templates/partials/type-link.md"
};
static const uint8_t f_Templates_pages_archive_md[] = {
#embed "../../Templates/pages/archive.md"
};
static const uint8_t f_Templates_partials_archive_month_md[] = {
#embed "../../Templates/partials/archive-month.md"
};
static const uint8_t f_Templates_pages_environment_md[] = {
#embed "../../Templates/pages/environment.md"
};
static const uint8_t f_Templates_pages_environments_md[] = {
#embed "../../Templates/pages/environments.md"
};
static const uint8_t f_Templates_pages_agents_md[] = {
#embed "../../Templates/pages/agents.md"
};
static const uint8_t f_Templates_notes_keepachangelog_md[] = {
#embed "../../Templates/notes/keepachangelog.md"
};
static const uint8_t f_Templates_notes_notes_md[] = {
#embed "../../Templates/notes/notes.md"
};
static const uint8_t f_Templates_partials_change_md[] = {
#embed "../../Templates/partials/change.md"
};
static const uint8_t f_Templates_partials_verdict_md[] = {
#embed "../../Templates/partials/verdict.md"
};
static const uint8_t f_Templates_pages_release_md[] = {
#embed "../../Templates/pages/release.md"
};
static const uint8_t f_Templates_pages_releases_md[] = {
#embed "../../Templates/pages/releases.md"
};
static const uint8_t f_Templates_pages_service_releases_md[] = {
#embed "../../Templates/pages/service-releases.md"
};

#define FILE_ENTRY(path, name) {path, name, sizeof name}

static const struct rb_embedded_file files[] = {
    FILE_ENTRY("Examples/Caddyfile", f_Examples_Caddyfile),
    FILE_ENTRY("Examples/crontab", f_Examples_crontab),
    FILE_ENTRY("Examples/mapping.yml", f_Examples_mapping_yml),
    FILE_ENTRY("Examples/nginx.conf", f_Examples_nginx_conf),
    FILE_ENTRY("Examples/overrides.yml", f_Examples_overrides_yml),
    FILE_ENTRY("Examples/rollbook.service", f_Examples_rollbook_service),
    FILE_ENTRY("Examples/rollbook.timer", f_Examples_rollbook_timer),
    FILE_ENTRY("Examples/rollbook.yml", f_Examples_rollbook_yml),
    FILE_ENTRY("Templates/assets/favicon.svg", f_Templates_assets_favicon_svg),
    FILE_ENTRY("Templates/assets/search.js", f_Templates_assets_search_js),
    FILE_ENTRY("Templates/assets/site.js", f_Templates_assets_site_js),
    FILE_ENTRY("Templates/assets/style.css", f_Templates_assets_style_css),
    FILE_ENTRY("Templates/layout.html", f_Templates_layout_html),
    FILE_ENTRY("Templates/pages/404.md", f_Templates_pages_404_md),
    FILE_ENTRY("Templates/pages/build.md", f_Templates_pages_build_md),
    FILE_ENTRY("Templates/pages/restatements.md", f_Templates_pages_restatements_md),
    FILE_ENTRY("Templates/pages/service-month.md", f_Templates_pages_service_month_md),
    FILE_ENTRY("Templates/pages/job-evidence.md", f_Templates_pages_job_evidence_md),
    FILE_ENTRY("Templates/pages/conventions.md", f_Templates_pages_conventions_md),
    FILE_ENTRY("Templates/pages/corrections.md", f_Templates_pages_corrections_md),
    FILE_ENTRY("Templates/pages/data-quality.md", f_Templates_pages_data_quality_md),
    FILE_ENTRY("Templates/pages/deployment-month.md", f_Templates_pages_deployment_month_md),
    FILE_ENTRY("Templates/pages/deployment.md", f_Templates_pages_deployment_md),
    FILE_ENTRY("Templates/pages/deployments.md", f_Templates_pages_deployments_md),
    FILE_ENTRY("Templates/pages/evidence.md", f_Templates_pages_evidence_md),
    FILE_ENTRY("Templates/pages/failures.md", f_Templates_pages_failures_md),
    FILE_ENTRY("Templates/pages/feeds.md", f_Templates_pages_feeds_md),
    FILE_ENTRY("Templates/pages/home.md", f_Templates_pages_home_md),
    FILE_ENTRY("Templates/pages/job-month.md", f_Templates_pages_job_month_md),
    FILE_ENTRY("Templates/pages/job.md", f_Templates_pages_job_md),
    FILE_ENTRY("Templates/pages/jobs.md", f_Templates_pages_jobs_md),
    FILE_ENTRY("Templates/pages/rollback-month.md", f_Templates_pages_rollback_month_md),
    FILE_ENTRY("Templates/pages/rollback.md", f_Templates_pages_rollback_md),
    FILE_ENTRY("Templates/pages/rollbacks.md", f_Templates_pages_rollbacks_md),
    FILE_ENTRY("Templates/pages/search.md", f_Templates_pages_search_md),
    FILE_ENTRY("Templates/pages/service.md", f_Templates_pages_service_md),
    FILE_ENTRY("Templates/pages/services.md", f_Templates_pages_services_md),
    FILE_ENTRY("Templates/partials/correction-notes.md", f_Templates_partials_correction_notes_md),
    FILE_ENTRY("Templates/partials/count.md", f_Templates_partials_count_md),
    FILE_ENTRY("Templates/partials/deployment-table.md", f_Templates_partials_deployment_table_md),
    FILE_ENTRY("Templates/partials/dora.md", f_Templates_partials_dora_md),
    FILE_ENTRY("Templates/partials/failed-table.md", f_Templates_partials_failed_table_md),
    FILE_ENTRY("Templates/partials/headline.md", f_Templates_partials_headline_md),
    FILE_ENTRY("Templates/partials/job-table.md", f_Templates_partials_job_table_md),
    FILE_ENTRY("Templates/partials/lead-cell.md", f_Templates_partials_lead_cell_md),
    FILE_ENTRY("Templates/partials/lead-stages.md", f_Templates_partials_lead_stages_md),
    FILE_ENTRY("Templates/partials/live-cell.md", f_Templates_partials_live_cell_md),
    FILE_ENTRY("Templates/partials/mark.md", f_Templates_partials_mark_md),
    FILE_ENTRY("Templates/partials/open-table.md", f_Templates_partials_open_table_md),
    FILE_ENTRY("Templates/partials/parts.md", f_Templates_partials_parts_md),
    FILE_ENTRY("Templates/partials/rate-cell.md", f_Templates_partials_rate_cell_md),
    FILE_ENTRY("Templates/partials/rate.md", f_Templates_partials_rate_md),
    FILE_ENTRY("Templates/partials/rollback-table.md", f_Templates_partials_rollback_table_md),
    FILE_ENTRY("Templates/partials/service-feeds.md", f_Templates_partials_service_feeds_md),
    FILE_ENTRY("Templates/partials/service-table.md", f_Templates_partials_service_table_md),
    FILE_ENTRY("Templates/partials/stopped-feeds.md", f_Templates_partials_stopped_feeds_md),
    FILE_ENTRY("Templates/partials/type-table.md", f_Templates_partials_type_table_md),
    FILE_ENTRY("Templates/partials/windows.md", f_Templates_partials_windows_md),
    FILE_ENTRY("Templates/pages/job-type.md", f_Templates_pages_job_type_md),
    FILE_ENTRY("Templates/pages/job-types.md", f_Templates_pages_job_types_md),
    FILE_ENTRY("Templates/partials/job-link.md", f_Templates_partials_job_link_md),
    FILE_ENTRY("Templates/partials/reason-table.md", f_Templates_partials_reason_table_md),
    FILE_ENTRY("Templates/partials/type-link.md", f_Templates_partials_type_link_md),
    FILE_ENTRY("Templates/pages/archive.md", f_Templates_pages_archive_md),
    FILE_ENTRY("Templates/partials/archive-month.md", f_Templates_partials_archive_month_md),
    FILE_ENTRY("Templates/pages/environment.md", f_Templates_pages_environment_md),
    FILE_ENTRY("Templates/pages/environments.md", f_Templates_pages_environments_md),
    FILE_ENTRY("Templates/pages/agents.md", f_Templates_pages_agents_md),
    FILE_ENTRY("Templates/notes/keepachangelog.md", f_Templates_notes_keepachangelog_md),
    FILE_ENTRY("Templates/notes/notes.md", f_Templates_notes_notes_md),
    FILE_ENTRY("Templates/partials/change.md", f_Templates_partials_change_md),
    FILE_ENTRY("Templates/partials/verdict.md", f_Templates_partials_verdict_md),
    FILE_ENTRY("Templates/pages/release.md", f_Templates_pages_release_md),
    FILE_ENTRY("Templates/pages/releases.md", f_Templates_pages_releases_md),
    FILE_ENTRY("Templates/pages/service-releases.md", f_Templates_pages_service_releases_md),
};

const size_t rb_embedded_file_count = sizeof files / sizeof files[0];

const struct rb_embedded_file *rb_embedded_file_list(void) { return files; }
