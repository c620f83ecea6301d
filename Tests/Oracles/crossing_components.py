"""Noncrossing sum and the graphs with one crossing component of two and three contractions, d = 3, p0 = (2,4,7)/24:
(noncrossing, [eta^4, eta^6]) by full complex Fourier transforms on a box of side M and N energies on an ellipse; numpy, one minute."""
import numpy as np
def scba(z, eta, gfun):
    zeta=z+eta*eta*0
    # iterate
    s=1j*np.sign(z.imag)*0.3
    for _ in range(3000):
        s2=eta*eta*gfun(z+s)
        if abs(s2-s)<1e-15: break
        s=0.5*(s+s2)
    return z+s
def run(eta,T,obs='velocity',N=60,M=20,p0=np.array([2,4,7])/24,bare=False):
    d=3; t=T/eta**2; h2=eta**2
    R=2*d+2*eta
    ql=24.0/N
    q=np.exp(ql)
    ang=2*np.pi*(np.arange(N)+.25)/N; u=q*np.exp(1j*ang)
    angp=2*np.pi*(np.arange(N)-.25)/N; up=q*np.exp(1j*angp)
    z=R/2*(u+1/u); zp=R/2*(up+1/up)
    wz=-(R/2)*(u-1/u)*np.exp(-1j*z*t)/N
    wp=-(R/2)*(up-1/up)*np.exp(1j*zp*t)/N
    k=np.arange(M)/M
    e1=2*np.cos(2*np.pi*k)
    e=e1[:,None,None]+e1[None,:,None]+e1[None,None,:]
    x=np.arange(M); x=np.where(x>M/2,x-M,x)
    ph=[np.exp(-2j*np.pi*p0[j]*x) for j in range(3)]
    A0=ph[0][:,None,None]*ph[1][None,:,None]*ph[2][None,None,:]   # e^{-i p0 x}
    ep0=sum(2*np.cos(2*np.pi*p0))
    gf=lambda zeta: np.mean(1/(e-zeta))
    if obs=='velocity':
        c=-2*np.sin(2*np.pi*p0); s=c/np.sum(c*c); par=-1
        modes=[(tuple(int(i==j)*sg for i in range(3)),1j*sg*s[j]) for j in range(3) for sg in (1,-1)]
    elif obs=='one': par=1; modes=[((0,0,0),1.0)]
    elif obs=='energy': par=1; modes=[(tuple(int(i==j)*sg for i in range(3)),1.0) for j in range(3) for sg in (1,-1)]
    g0=sum(cc*np.exp(2j*np.pi*np.dot(m,p0)) for m,cc in modes).real
    def applyg(P): # F(x)=∫ g P e^{2πikx}: P(x+m)
        return sum(cc*np.roll(P,[-mm for mm in m],axis=(0,1,2)) for m,cc in modes)
    def pos(f): return np.fft.ifftn(f)   # (1/M^3) sum f e^{2πikx}
    def setup(zz):
        out=[]
        for w in zz:
            ze=w if bare else scba(w,eta,gf)
            S=1/(e-ze); L=pos(S); S2=pos(S*S)
            # self-energies with crossing
            X4=h2**2*L**3
            L2=L*L
            X6=4*h2**3*L*pos(np.fft.fftn(L2)**2)   # conv
            o=dict(z=w,ze=ze,G=L[0,0,0],S0=1/(ep0-ze),L=L,L2=L2,S2=S2,a=A0*L,ah=np.fft.fftn(A0*L),L2h=np.fft.fftn(L2),X=(X4,X6))
            nest=1/(1-h2*S2[0,0,0])
            o['Xp0']=[np.sum(X*A0) for X in (X4,X6)]
            o['D']=[ (0 if bare else h2*np.sum(X*S2)*nest) for X in (X4,X6)]
            out.append(o)
        return out
    Ls=setup(z); Rs=setup(zp)
    tot=np.zeros(2,complex); nc=0
    for a,l in enumerate(Ls):
        for b,r in enumerate(Rs):
            pa,pb=(-b)%N,(-a)%N
            if (pa,pb)<(a,b): continue
            w=wz[a]*wp[b]*(1 if (pa,pb)==(a,b) else 2)
            De=l['ze']-r['ze']
            P=(l['L']-r['L'])/De
            B=P[0,0,0]
            Bg=applyg(P)[0,0,0]
            Gam=0 if bare else h2*Bg/(1-h2*B)
            rs=0 if bare else h2/(1-h2*B)
            SS=l['S0']*r['S0']
            nc+=w*SS*(g0+Gam)
            F=applyg(P)+Gam*P
            A=A0+rs*P if par==1 else A0
            L,Rr=l['L'],r['L']
            L2,R2=l['L2'],r['L2']; LR=L*Rr
            K4=h2**2*A*(L2+R2+par*LR)
            cA4=np.sum(K4*F)
            if True:
                if par==1 and not bare:
                    ah=np.fft.fftn(A*Rr); bh=np.fft.fftn(A*L)
                else: ah=r['ah']; bh=l['ah']
                L2h,R2h=l['L2h'],r['L2h']; LRh=np.fft.fftn(LR)
                mix=par*(L2h+R2h+LRh)
                K6=Rr*np.fft.ifftn(ah*(3*R2h+2*LRh)+bh*mix)+L*np.fft.ifftn(ah*mix+bh*(3*L2h+2*LRh))\
                   +A*np.fft.ifftn(L2h*R2h+L2h**2+R2h**2+par*LRh**2)
                cA6=h2**3*np.sum(K6*F)
            # B part
            LS=(l['S2']-P)/De      # S^2 S'
            RS=(P-r['S2'])/De      # S S'^2 : S S' S' = (S S' - S'^2)/De
            cB=[]
            for i in range(2):
                dl=l['Xp0'][i]+l['D'][i]; dr=r['Xp0'][i]+r['D'][i]
                v=(l['S0']*dl+r['S0']*dr)*(g0+Gam)
                if par==1 and not bare:
                    LSg=applyg(LS)+Gam*LS; RSg=applyg(RS)+Gam*RS
                    v+=rs*(np.sum(l['X'][i]*LSg)+np.sum(r['X'][i]*RSg)+l['D'][i]*LSg[0,0,0]+r['D'][i]*RSg[0,0,0])
                cB.append(v)
            tot+=w*SS*np.array([cA4+cB[0],cA6+cB[1]])
    return "%.12f %.13f %.13f" % (nc.real, *tot.real)
for eta,T,N,M in ((.8,.5,48,16),(.8,.5,48,20),(.8,1,60,16),(.6,.5,60,16)): print(eta,T,run(eta,T,N=N,M=M))
print('one',run(.8,.5,'one',48,16)); print('bare',run(.8,.5,N=48,M=16,bare=True))
