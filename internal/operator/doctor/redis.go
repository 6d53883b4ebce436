package doctor

import (
	"context"
	"strconv"
	"time"

	"integrador/internal/operator"
)

func (d Doctor) redis(ctx context.Context) (r Report) {
	began := time.Now()
	if err := d.Redis.Ping(ctx).Err(); err != nil {
		return Report{areaRedis.wrong("Fijate que esté en marcha y que REDIS_URL sea la suya. "+
			"Mientras tanto los pedidos se guardan igual; los eventos llegan cuando vuelve.", "no contesta: %v", err)}
	}
	r = append(r, areaRedis.ok("contesta en %d ms", time.Since(began).Milliseconds()))
	text, err := d.Redis.Info(ctx, "memory", "persistence").Result()
	if err != nil {
		return append(r, areaRedis.advice("Dale permiso para INFO a este usuario.", "no dice cómo está: %v", err))
	}
	return append(r, judgeRedis(operator.ParseRedisInfo(text))...)
}

// fullRedis is the share of maxmemory from which Redis counts as full.
const fullRedis = 0.9

func judgeRedis(info map[string]string) (r Report) {
	if policy := info["maxmemory_policy"]; policy != "noeviction" {
		r = append(r, areaRedis.wrong("CONFIG SET maxmemory-policy noeviction, y en su archivo: si no, "+
			"borra límites y presencias cuando se llena.",
			"tira claves cuando se llena (maxmemory-policy %s)", policy))
	} else {
		r = append(r, areaRedis.ok("no tira claves (noeviction)"))
	}
	used, _ := strconv.ParseFloat(info["used_memory"], 64)
	limit, _ := strconv.ParseFloat(info["maxmemory"], 64)
	switch {
	case limit > 0 && used > limit*fullRedis:
		r = append(r, areaRedis.wrong("Subí maxmemory, o mirá qué lo llena con integrador cache-stats.",
			"usa %s de %s", info["used_memory_human"], info["maxmemory_human"]))
	case limit > 0:
		r = append(r, areaRedis.ok("usa %s de %s", info["used_memory_human"], info["maxmemory_human"]))
	default:
		r = append(r, areaRedis.ok("usa %s, sin tope", info["used_memory_human"]))
	}
	switch {
	case info["rdb_last_bgsave_status"] == "err" || info["aof_last_write_status"] == "err":
		r = append(r, areaRedis.wrong("Mirá su registro y el espacio en disco: "+
			"con stop-writes-on-bgsave-error deja de aceptar escrituras.", "no pudo guardar en disco la última vez"))
	case info["aof_enabled"] == "1":
		r = append(r, areaRedis.ok("guarda en disco (AOF)"))
	default:
		r = append(r, areaRedis.ok("sin AOF: vaciarlo no pierde pedidos, pagos ni eventos; solo enfría las cachés"))
	}
	return r
}
