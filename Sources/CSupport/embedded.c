#include "csupport.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Every file of Templates/, once as bytes and once in the list; a test compares both with the folder.

static const uint8_t f_assets_favicon_svg[] = {
#embed "../../Templates/assets/favicon.svg"
};
static const uint8_t f_assets_site_js[] = {
#embed "../../Templates/assets/site.js"
};
static const uint8_t f_assets_style_css[] = {
#embed "../../Templates/assets/style.css"
};
static const uint8_t f_layout_html[] = {
#embed "../../Templates/layout.html"
};
static const uint8_t f_pages_404_md[] = {
#embed "../../Templates/pages/404.md"
};
static const uint8_t f_pages_build_md[] = {
#embed "../../Templates/pages/build.md"
};
static const uint8_t f_pages_data_quality_md[] = {
#embed "../../Templates/pages/data-quality.md"
};
static const uint8_t f_pages_deployment_month_md[] = {
#embed "../../Templates/pages/deployment-month.md"
};
static const uint8_t f_pages_deployment_md[] = {
#embed "../../Templates/pages/deployment.md"
};
static const uint8_t f_pages_deployments_md[] = {
#embed "../../Templates/pages/deployments.md"
};
static const uint8_t f_pages_failures_md[] = {
#embed "../../Templates/pages/failures.md"
};
static const uint8_t f_pages_home_md[] = {
#embed "../../Templates/pages/home.md"
};
static const uint8_t f_pages_job_month_md[] = {
#embed "../../Templates/pages/job-month.md"
};
static const uint8_t f_pages_job_md[] = {
#embed "../../Templates/pages/job.md"
};
static const uint8_t f_pages_jobs_md[] = {
#embed "../../Templates/pages/jobs.md"
};
static const uint8_t f_pages_rollbacks_md[] = {
#embed "../../Templates/pages/rollbacks.md"
};
static const uint8_t f_pages_service_md[] = {
#embed "../../Templates/pages/service.md"
};
static const uint8_t f_pages_services_md[] = {
#embed "../../Templates/pages/services.md"
};
static const uint8_t f_partials_count_md[] = {
#embed "../../Templates/partials/count.md"
};
static const uint8_t f_partials_deployment_table_md[] = {
#embed "../../Templates/partials/deployment-table.md"
};
static const uint8_t f_partials_failed_table_md[] = {
#embed "../../Templates/partials/failed-table.md"
};
static const uint8_t f_partials_headline_md[] = {
#embed "../../Templates/partials/headline.md"
};
static const uint8_t f_partials_job_table_md[] = {
#embed "../../Templates/partials/job-table.md"
};
static const uint8_t f_partials_live_cell_md[] = {
#embed "../../Templates/partials/live-cell.md"
};
static const uint8_t f_partials_mark_md[] = {
#embed "../../Templates/partials/mark.md"
};
static const uint8_t f_partials_month_pager_md[] = {
#embed "../../Templates/partials/month-pager.md"
};
static const uint8_t f_partials_open_table_md[] = {
#embed "../../Templates/partials/open-table.md"
};
static const uint8_t f_partials_rate_md[] = {
#embed "../../Templates/partials/rate.md"
};
static const uint8_t f_partials_rollback_table_md[] = {
#embed "../../Templates/partials/rollback-table.md"
};
static const uint8_t f_partials_service_table_md[] = {
#embed "../../Templates/partials/service-table.md"
};
static const uint8_t f_partials_type_table_md[] = {
#embed "../../Templates/partials/type-table.md"
};
static const uint8_t f_partials_windows_md[] = {
#embed "../../Templates/partials/windows.md"
};

#define FILE_ENTRY(path, name) {path, name, sizeof name}

static const struct rb_embedded_file files[] = {
    FILE_ENTRY("assets/favicon.svg", f_assets_favicon_svg),
    FILE_ENTRY("assets/site.js", f_assets_site_js),
    FILE_ENTRY("assets/style.css", f_assets_style_css),
    FILE_ENTRY("layout.html", f_layout_html),
    FILE_ENTRY("pages/404.md", f_pages_404_md),
    FILE_ENTRY("pages/build.md", f_pages_build_md),
    FILE_ENTRY("pages/data-quality.md", f_pages_data_quality_md),
    FILE_ENTRY("pages/deployment-month.md", f_pages_deployment_month_md),
    FILE_ENTRY("pages/deployment.md", f_pages_deployment_md),
    FILE_ENTRY("pages/deployments.md", f_pages_deployments_md),
    FILE_ENTRY("pages/failures.md", f_pages_failures_md),
    FILE_ENTRY("pages/home.md", f_pages_home_md),
    FILE_ENTRY("pages/job-month.md", f_pages_job_month_md),
    FILE_ENTRY("pages/job.md", f_pages_job_md),
    FILE_ENTRY("pages/jobs.md", f_pages_jobs_md),
    FILE_ENTRY("pages/rollbacks.md", f_pages_rollbacks_md),
    FILE_ENTRY("pages/service.md", f_pages_service_md),
    FILE_ENTRY("pages/services.md", f_pages_services_md),
    FILE_ENTRY("partials/count.md", f_partials_count_md),
    FILE_ENTRY("partials/deployment-table.md", f_partials_deployment_table_md),
    FILE_ENTRY("partials/failed-table.md", f_partials_failed_table_md),
    FILE_ENTRY("partials/headline.md", f_partials_headline_md),
    FILE_ENTRY("partials/job-table.md", f_partials_job_table_md),
    FILE_ENTRY("partials/live-cell.md", f_partials_live_cell_md),
    FILE_ENTRY("partials/mark.md", f_partials_mark_md),
    FILE_ENTRY("partials/month-pager.md", f_partials_month_pager_md),
    FILE_ENTRY("partials/open-table.md", f_partials_open_table_md),
    FILE_ENTRY("partials/rate.md", f_partials_rate_md),
    FILE_ENTRY("partials/rollback-table.md", f_partials_rollback_table_md),
    FILE_ENTRY("partials/service-table.md", f_partials_service_table_md),
    FILE_ENTRY("partials/type-table.md", f_partials_type_table_md),
    FILE_ENTRY("partials/windows.md", f_partials_windows_md),
};

const size_t rb_embedded_file_count = sizeof files / sizeof files[0];

const struct rb_embedded_file *rb_embedded_file_list(void) { return files; }
