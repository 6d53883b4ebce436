package archtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"integrador/internal/dev/devservices"
	"integrador/internal/dev/testkit"
	"integrador/internal/platform/config"
)

// composed is what we check of docker-compose.yml; values are as written there,
// before any variable is filled in.
type composed struct {
	Services map[string]struct {
		Image       string            `yaml:"image"`
		Container   string            `yaml:"container_name"`
		Restart     string            `yaml:"restart"`
		Command     []string          `yaml:"command"`
		Ports       []string          `yaml:"ports"`
		Environment map[string]string `yaml:"environment"`
		Healthcheck map[string]any    `yaml:"healthcheck"`
	} `yaml:"services"`
}

func compose(t *testing.T) composed {
	t.Helper()
	var c composed
	require.NoError(t, yaml.Unmarshal(read(t, "docker-compose.yml"), &c))
	return c
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	require.NoError(t, err)
	return content
}

// TestComposeMatchesTheSpecification: the commands of the specification's annex use these names and ports.
func TestComposeMatchesTheSpecification(t *testing.T) {
	t.Parallel()
	s := compose(t).Services
	require.Equal(t, "integrador_db", s["db"].Container)
	require.Equal(t, "menu_ops", s["db"].Environment["POSTGRES_DB"])
	require.Equal(t, "postgres", s["db"].Environment["POSTGRES_USER"])
	require.Equal(t, "integrador_ws_gateway", s["gateway"].Container)
	require.Equal(t, []string{"127.0.0.1:6380:6379"}, s["redis"].Ports)
	require.Equal(t, []string{"8000:8000"}, s["api"].Ports)
	require.Equal(t, []string{"8001:8001"}, s["gateway"].Ports)
	require.Contains(t, strings.Join(s["redis"].Command, " "), "--maxmemory-policy noeviction")
}

func TestContainersRestartAndAreChecked(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"db", "redis", "temporal", "api", "worker", "gateway"} {
		service := compose(t).Services[name]
		require.Equal(t, "unless-stopped", service.Restart, name)
		require.NotEmpty(t, service.Healthcheck, name)
	}
}

// TestContainersGetKnownVariables catches a variable that was renamed on one
// side only, and a secret that got a default.
func TestContainersGetKnownVariables(t *testing.T) {
	t.Parallel()
	known := config.Example()
	for _, name := range []string{"migrate", "api", "worker", "gateway", "mpsim"} {
		environment := compose(t).Services[name].Environment
		require.NotEmpty(t, environment, name)
		for variable, value := range environment {
			require.Contains(t, known, "\n#"+variable+"=", "%s: config knows no %s", name, variable)
			if strings.HasSuffix(variable, "_SECRET") || variable == "CREDENTIALS_KEYS" {
				require.Contains(t, value, "${"+variable+":?", "%s: %s must have no default", name, variable)
			}
		}
	}
}

func TestTestsUseProductionImages(t *testing.T) {
	t.Parallel()
	s := compose(t).Services
	require.Equal(t, testkit.PostgresImage, s["db"].Image)
	require.Equal(t, testkit.RedisImage, s["redis"].Image)
}

func TestImagesArePinned(t *testing.T) {
	t.Parallel()
	for name, service := range compose(t).Services {
		if strings.HasPrefix(service.Image, "integrador:") {
			continue
		}
		_, tag, _ := strings.Cut(service.Image, ":")
		require.Regexp(t, `^v?\d+\.\d+`, tag, name)
	}
	for line := range strings.Lines(string(read(t, "deploy/Dockerfile"))) {
		if from, ok := strings.CutPrefix(line, "FROM "); ok {
			require.Regexp(t, `^\S+:\d+\.\d+\.\d+`, from)
		}
	}
}

// TestTemporalSettingsAgree compares the dev server's settings with the
// container's.
func TestTemporalSettingsAgree(t *testing.T) {
	t.Parallel()
	var file map[string][]struct {
		Value any `yaml:"value"`
	}
	require.NoError(t, yaml.Unmarshal(read(t, "deploy/temporal/dynamicconfig.yaml"), &file))
	require.Len(t, file, len(devservices.DynamicConfig()))
	for _, setting := range devservices.DynamicConfig() {
		key, value, _ := strings.Cut(setting, "=")
		require.Len(t, file[key], 1, key)
		written, err := yaml.Marshal(file[key][0].Value)
		require.NoError(t, err)
		require.Equal(t, value, strings.TrimSpace(string(written)), key)
	}
	created := strings.Join(compose(t).Services["search-attributes"].Command, " ")
	for _, attribute := range devservices.SearchAttributes() {
		name, kind, _ := strings.Cut(attribute, "=")
		require.Contains(t, created, "--name "+name+" --type "+kind)
	}
}

// TestPrometheusScrapesWhereProcessesListen compares prometheus.yml with the
// ports that the configuration gives by default, which the containers keep.
func TestPrometheusScrapesWhereProcessesListen(t *testing.T) {
	t.Parallel()
	var file struct {
		Jobs []struct {
			Name    string `yaml:"job_name"`
			Path    string `yaml:"metrics_path"`
			Targets []struct {
				Names []string `yaml:"names"`
				Port  int      `yaml:"port"`
			} `yaml:"dns_sd_configs"`
		} `yaml:"scrape_configs"`
	}
	require.NoError(t, yaml.Unmarshal(read(t, "deploy/prometheus/prometheus.yml"), &file))
	cfg, err := config.Load(map[string]string{})
	require.NoError(t, err)
	listens := map[string]struct {
		path string
		port int
	}{
		"api": {"/metrics", cfg.HTTP.APIPort}, "gateway": {"/ws/metrics", cfg.HTTP.GatewayPort}, "worker": {"/metrics", cfg.Telemetry.MetricsPort},
	}
	for _, job := range file.Jobs {
		want, ours := listens[job.Name]
		if !ours {
			continue
		}
		delete(listens, job.Name)
		require.Equal(t, want.path, job.Path, job.Name)
		require.Len(t, job.Targets, 1)
		require.Equal(t, want.port, job.Targets[0].Port, job.Name)
		require.Contains(t, compose(t).Services, job.Targets[0].Names[0])
	}
	require.Empty(t, listens, "a process is not scraped")
}
